package provider

import (
	"encoding/json"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/awsform"
)

// execVersion is the version of the API between client-go and the command that fetches a token.
const execVersion = "client.authentication.k8s.io/v1beta1"

// The kubeconfig, as client-go reads it. It holds no credentials: a command fetches a token for each run.
type (
	kubeconfig struct {
		APIVersion     string         `json:"apiVersion"`
		Kind           string         `json:"kind"`
		Clusters       []namedCluster `json:"clusters"`
		Users          []namedUser    `json:"users"`
		Contexts       []namedContext `json:"contexts"`
		CurrentContext string         `json:"current-context"`
	}
	namedCluster struct {
		Name    string `json:"name"`
		Cluster struct {
			Server string `json:"server"`
			CA     string `json:"certificate-authority-data"`
		} `json:"cluster"`
	}
	namedUser struct {
		Name string `json:"name"`
		User struct {
			Exec exec `json:"exec"`
		} `json:"user"`
	}
	namedContext struct {
		Name    string `json:"name"`
		Context struct {
			Cluster string `json:"cluster"`
			User    string `json:"user"`
		} `json:"context"`
	}
	exec struct {
		APIVersion      string   `json:"apiVersion"`
		Command         string   `json:"command"`
		Args            []string `json:"args"`
		InteractiveMode string   `json:"interactiveMode"`
	}
)

// entry is what cluster, user and context are called within the kubeconfig.
const entry = "eks"

// access is what a kubeconfig is made of.
type access struct{ name, region, endpoint, ca, role string }

func (a access) kubeconfig() (string, error) {
	config := kubeconfig{APIVersion: "v1", Kind: "Config", CurrentContext: entry}
	cluster, user, context := namedCluster{Name: entry}, namedUser{Name: entry}, namedContext{Name: entry}
	cluster.Cluster.Server, cluster.Cluster.CA = a.endpoint, a.ca
	user.User.Exec = exec{
		APIVersion: execVersion, Command: "aws", InteractiveMode: "Never",
		Args: []string{"eks", "get-token", "--region", a.region, "--cluster-name", a.name, "--output", "json"},
	}
	if a.role != "" {
		user.User.Exec.Args = append(user.User.Exec.Args, "--role-arn", a.role)
	}
	context.Context.Cluster, context.Context.User = entry, entry
	config.Clusters, config.Users, config.Contexts = []namedCluster{cluster}, []namedUser{user}, []namedContext{context}
	text, err := json.Marshal(config)
	return string(text), err
}

// kubeconfig renders the arguments, each checked on its way.
func (args *Args) kubeconfig() pulumi.StringOutput {
	c := args.Cluster
	role := pulumi.String("").ToStringOutput()
	if component.Given(args.RoleARN) {
		role = awsform.RoleARN.Pass(args.RoleARN, argsName, "RoleARN")
	}
	return pulumi.All(
		component.CheckString(c.Name, argsName, "Cluster.Name", "the cluster's name on AWS", func(name string) bool { return name != "" }),
		awsform.Region.Pass(c.Region, argsName, "Cluster.Region"),
		component.CheckMatch(c.Endpoint, argsName, "Cluster.Endpoint", needEndpoint, endpoint),
		component.CheckString(c.CertificateAuthority, argsName, "Cluster.CertificateAuthority", needCA, isCertificate),
		role,
	).ApplyT(func(all []any) (string, error) {
		return access{
			name: all[0].(string), region: all[1].(string), endpoint: all[2].(string), ca: all[3].(string), role: all[4].(string),
		}.kubeconfig()
	}).(pulumi.StringOutput)
}
