package simcloud

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"github.com/groundwork-go/groundwork/internal/simcloud/schema"
)

const (
	autonamedAnnotation = "pulumi.com/autonamed"
	kubernetesDigits    = 8
)

// clusterScoped are the kinds that live in no namespace.
var clusterScoped = map[string]bool{
	"Namespace": true, "Node": true, "PersistentVolume": true, "ClusterRole": true, "ClusterRoleBinding": true,
	"StorageClass": true, "CustomResourceDefinition": true, "PriorityClass": true, "IngressClass": true,
	"MutatingWebhookConfiguration": true, "ValidatingWebhookConfiguration": true, "ValidatingAdmissionPolicy": true,
	"ValidatingAdmissionPolicyBinding": true, "APIService": true, "CSIDriver": true, "CSINode": true, "RuntimeClass": true,
	"VolumeAttachment": true, "CertificateSigningRequest": true, "FlowSchema": true, "PriorityLevelConfiguration": true,
	"VolumeAttributesClass": true, "ClusterTrustBundle": true, "DeviceClass": true, "ResourceSlice": true,
	"IPAddress": true, "ServiceCIDR": true, "GatewayClass": true, "ClusterIssuer": true,
}

// kubernetesFixed are the fields besides the name that cannot change in place. Each path is within the object.
var kubernetesFixed = map[string][][]resource.PropertyKey{
	"Deployment":            {{"spec", "selector"}},
	"DaemonSet":             {{"spec", "selector"}},
	"ReplicaSet":            {{"spec", "selector"}},
	"StatefulSet":           {{"spec", "selector"}, {"spec", "serviceName"}, {"spec", "volumeClaimTemplates"}, {"spec", "podManagementPolicy"}},
	"Job":                   {{"spec", "selector"}, {"spec", "template"}, {"spec", "completions"}},
	"Service":               {{"spec", "clusterIP"}},
	"PersistentVolumeClaim": {{"spec", "accessModes"}, {"spec", "selector"}, {"spec", "storageClassName"}, {"spec", "volumeName"}},
	"StorageClass":          {{"provisioner"}, {"parameters"}},
	"RoleBinding":           {{"roleRef"}},
	"ClusterRoleBinding":    {{"roleRef"}},
	"ConfigMap":             {{"data"}, {"binaryData"}},
	"Secret":                {{"type"}, {"data"}, {"stringData"}},
}

func (k kind) namespaced() bool {
	return !clusterScoped[strings.TrimSuffix(k.typeName(), "Patch")]
}

// nameKubernetes fills in metadata.name and metadata.namespace.
func (c *Cloud) nameKubernetes(k kind, r Request, in resource.PropertyMap) {
	metadata, ok := openObject(in["metadata"])
	if !ok {
		return
	}
	if _, named := metadata["name"]; !named && !has(metadata, "generateName") {
		name := text(r.OldInputs, "metadata", "name")
		if !autonamed(r.OldInputs) || name == "" {
			name = c.freshKubernetesName(r)
		}
		metadata["name"] = str(name)
		annotations, _ := openObject(metadata["annotations"])
		if annotations == nil {
			annotations = resource.PropertyMap{}
		}
		annotations[autonamedAnnotation] = str("true")
		metadata["annotations"] = rewrap(metadata["annotations"], annotations)
	}
	if _, placed := metadata["namespace"]; !placed && k.namespaced() {
		metadata["namespace"] = str(first(r.Place.Kubernetes.Namespace, "default"))
	}
	in["metadata"] = rewrap(in["metadata"], metadata)
}

// openObject gives a copy of an object that may be wrapped or absent; false when it is unknown or something else.
func openObject(v resource.PropertyValue) (resource.PropertyMap, bool) {
	v = reveal(v)
	if v.IsNull() {
		return resource.PropertyMap{}, true
	}
	if !v.IsObject() {
		return nil, false
	}
	return maps.Clone(v.ObjectValue()), true
}

// rewrap keeps a secret object secret.
func rewrap(old resource.PropertyValue, m resource.PropertyMap) resource.PropertyValue {
	v := resource.NewObjectProperty(m)
	if old.IsSecret() || old.IsOutput() && old.OutputValue().Secret {
		return secret(v)
	}
	return v
}

func autonamed(in resource.PropertyMap) bool {
	return text(in, "metadata", "annotations", autonamedAnnotation) == "true"
}

func (c *Cloud) freshKubernetesName(r Request) string {
	return c.freshName(nameRule{property: "name", lower: true}, r, kubernetesDigits)
}

var (
	kubernetesName = regexp.MustCompile(`^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$`)
	kubernetesRBAC = regexp.MustCompile(`^kubernetes:rbac\.authorization\.k8s\.io/`)
)

func (k kind) checkKubernetes(in resource.PropertyMap) []Failure {
	name := text(in, "metadata", "name")
	if name == "" || kubernetesRBAC.MatchString(k.token) || len(name) <= 253 && kubernetesName.MatchString(name) {
		return nil
	}
	return []Failure{{"metadata.name",
		"need at most 253 lower-case letters, digits, '-' and '.', with a letter or digit at both ends, got \"" + name + "\""}}
}

func (k kind) kubernetesReplacements(old, next resource.PropertyMap, changed []string) []string {
	paths := append([][]resource.PropertyKey{
		{"apiVersion"}, {"kind"}, {"metadata", "name"}, {"metadata", "namespace"},
	}, kubernetesFixed[k.typeName()]...)
	var forced []string
	for _, path := range paths {
		top := string(path[0])
		if slices.Contains(changed, top) && !slices.Contains(forced, top) && differs(old, next, path) {
			forced = append(forced, top)
		}
	}
	slices.Sort(forced)
	return forced
}

// differs compares a nested field. What is unknown in the new inputs counts as different.
func differs(old, next resource.PropertyMap, path []resource.PropertyKey) bool {
	if unknownAt(next, path) {
		return true
	}
	before, had := at(old, path...)
	after, has := at(next, path...)
	return had != has || had && !same(before, after)
}

func unknownAt(m resource.PropertyMap, path []resource.PropertyKey) bool {
	for _, step := range path {
		v := reveal(m[step])
		if v.IsComputed() {
			return true
		}
		if !v.IsObject() {
			return false
		}
		m = v.ObjectValue()
	}
	return false
}

func keepsKubernetesName(old, next resource.PropertyMap) bool {
	if autonamed(next) {
		return false
	}
	return !differs(old, next, []resource.PropertyKey{"metadata", "name"}) &&
		!differs(old, next, []resource.PropertyKey{"metadata", "namespace"})
}

func kubernetesID(s subject) string {
	name := text(s.in, "metadata", "name")
	if name == "" {
		name = first(text(s.in, "metadata", "generateName"), s.urn.Name()+"-") + s.hex("name", kubernetesDigits)
	}
	namespace := text(s.in, "metadata", "namespace")
	if namespace == "" && (kind{token: s.token}).namespaced() {
		namespace = "default"
	}
	if namespace == "" {
		return name
	}
	return namespace + "/" + name
}

// addKubernetes fills in what the API server adds to an object: identity in its metadata, and a status.
func (k kind) addKubernetes(s subject, out, old resource.PropertyMap) {
	if !k.isKubernetes() {
		return
	}
	metadata, ok := openObject(out["metadata"])
	if !ok {
		return
	}
	namespace, name, split := strings.Cut(s.id, "/")
	if !split {
		namespace, name = "", s.id
	}
	server := resource.PropertyMap{
		"name":              str(name),
		"uid":               str(first(text(old, "metadata", "uid"), s.uuid("uid"))),
		"creationTimestamp": str(first(text(old, "metadata", "creationTimestamp"), s.time("created"))),
		"generation":        num(1),
		"resourceVersion":   str(s.digits("version", 6)),
	}
	if namespace != "" {
		server["namespace"] = str(namespace)
	}
	for field, v := range server {
		if _, given := metadata[field]; !given {
			metadata[field] = v
		}
	}
	out["metadata"] = rewrap(out["metadata"], metadata)
	if k.hasStatus() {
		s.seed = text(metadata, "uid") // addresses stay with the object
		out["status"] = resource.NewObjectProperty(k.kubernetesStatus(s))
	}
}

// previewKubernetes leaves the status unknown, unless an update does not touch it.
func (k kind) previewKubernetes(s subject, out, old resource.PropertyMap) {
	if !k.isKubernetes() || !k.hasStatus() {
		return
	}
	out["status"] = unknown()
	s.seed = text(old, "metadata", "uid")
	if before, ok := old["status"]; ok && same(before, resource.NewObjectProperty(k.kubernetesStatus(s))) {
		out["status"] = before
	}
}

// hasStatus tells kinds whose API server reports a status. The types of custom resources may have one too.
func (k kind) hasStatus() bool {
	status, ok := k.table.Output("status")
	return !k.inTable || ok && status.Kind == schema.Object
}

// kubernetesStatus is the status of an object that has come up.
func (k kind) kubernetesStatus(s subject) resource.PropertyMap {
	switch k.typeName() {
	case "Service":
		if text(s.in, "spec", "type") == "LoadBalancer" {
			return loadBalancerStatus(s)
		}
	case "Ingress":
		return loadBalancerStatus(s)
	case "Deployment", "StatefulSet", "ReplicaSet":
		replicas, given := number(s.in, "spec", "replicas")
		if !given {
			replicas = 1
		}
		return resource.PropertyMap{
			"replicas": num(replicas), "readyReplicas": num(replicas), "availableReplicas": num(replicas),
			"updatedReplicas": num(replicas), "observedGeneration": num(1),
		}
	case "Namespace":
		return resource.PropertyMap{"phase": str("Active")}
	case "Pod":
		return resource.PropertyMap{"phase": str("Running"), "podIP": str(s.address("pod"))}
	}
	return resource.PropertyMap{}
}

func loadBalancerStatus(s subject) resource.PropertyMap {
	ingress := objects(resource.PropertyMap{"hostname": str(s.host("ingress")), "ip": str(s.publicAddress("ingress"))})
	return resource.PropertyMap{"loadBalancer": resource.NewObjectProperty(resource.PropertyMap{"ingress": ingress})}
}
