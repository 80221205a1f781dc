package kubernetes_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/ekscluster"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/sandbox"
	"github.com/groundwork-go/groundwork/sandbox/internal/lifecycletest"
	"github.com/groundwork-go/groundwork/stackconfig"
	"github.com/groundwork-go/groundwork/tagging"
)

const eksStack = "acme/clusters/staging"

// eksSettings are the object clusters:eks.
type eksSettings struct {
	Active  string                     `yaml:"active" required:"true"`
	Slots   map[string]ekscluster.Slot `yaml:"slots" required:"true"`
	Groups  []string                   `yaml:"groups"`
	Max     int                        `yaml:"max" default:"4"`
	Disk    int                        `yaml:"disk" default:"50"`
	Reader  string                     `yaml:"reader"`
	Key     string                     `yaml:"key"`
	CIDR    string                     `yaml:"service_cidr"`
	Days    int                        `yaml:"log_days" default:"365"`
	Public  []string                   `yaml:"public"`
	IRSA    bool                       `yaml:"irsa"`
	Volumes bool                       `yaml:"volumes" default:"true"`

	Development bool `yaml:"development"`
}

// eksProgram makes a set of clusters in subnets that somebody else has made.
func eksProgram(ctx *pulumi.Context) error {
	s, err := stackconfig.Load[eksSettings](ctx, "eks")
	if err != nil {
		return err
	}
	tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
		"owner": "team-shop", "cost-center": "cc-1200", "environment": "staging", "service": "shop",
	})
	if err != nil {
		return err
	}
	args := ekscluster.Args{
		Tags: tags, SubnetIDs: pulumi.ToStringArray([]string{"subnet-0a1b2c3d", "subnet-1b2c3d4e"}), NodeGroups: map[string]ekscluster.NodeGroup{},
		DeployerARN: pulumi.String("arn:aws:iam::123456789012:role/deployer"), DisableAlarms: true, LogRetentionDays: s.Days,
		ServiceCIDR: s.CIDR, AllowPublicEndpoint: s.Public, IRSA: s.IRSA, Profile: component.Production,
		Addons: ekscluster.Addons{DisableVolumes: !s.Volumes},
	}
	if s.Development {
		args.Profile = component.Development
	}
	for _, group := range append([]string{"main"}, s.Groups...) {
		args.NodeGroups[group] = ekscluster.NodeGroup{InstanceTypes: []string{"m7i.large"}, Max: s.Max, DiskGB: s.Disk}
	}
	if s.Key != "" {
		args.KMSKeyARN = pulumi.String(s.Key)
	}
	if s.Reader != "" {
		args.Access = map[string]ekscluster.Access{"reader": {PrincipalARN: pulumi.String(s.Reader), Policy: ekscluster.View}}
	}
	_, err = ekscluster.NewClusters(ctx, "acme", &ekscluster.ClustersArgs{Common: args, Active: s.Active, Slots: s.Slots})
	return err
}

// eksWith is the configuration of one blue cluster with changes.
func eksWith(t *testing.T, changes map[string]any) map[string]string {
	t.Helper()
	all := map[string]any{"active": "blue", "slots": slots(version("1.35"), nil)}
	maps.Copy(all, changes)
	return map[string]string{"clusters:eks": lifecycletest.JSON(t, all)}
}

func slots(blue, green map[string]any) map[string]any {
	all := map[string]any{}
	for name, slot := range map[string]map[string]any{"blue": blue, "green": green} {
		if slot != nil {
			all[name] = slot
		}
	}
	return all
}

func version(v string, more ...any) map[string]any {
	slot := map[string]any{"kubernetes_version": v}
	for i := 0; i < len(more); i += 2 {
		slot[more[i].(string)] = more[i+1]
	}
	return slot
}

// Each change touches what it is about, and never the cluster's identity.
func TestEKSClusterChanges(t *testing.T) {
	t.Parallel()
	const blue = "acme-blue-g1-"
	for name, c := range map[string]struct {
		change map[string]any
		want   map[string]string
	}{
		"the next version, in place": {
			map[string]any{"slots": slots(version("1.36"), nil)},
			map[string]string{blue + "identity": "update", blue + "cluster": "update", blue + "nodes-main": "update"},
		},
		"a node group more": {
			map[string]any{"groups": []string{"batch"}},
			map[string]string{blue + "template-batch": "create", blue + "nodes-batch": "create"},
		},
		"more nodes":      {map[string]any{"max": 8}, map[string]string{blue + "nodes-main": "update"}},
		"larger disks":    {map[string]any{"disk": 80}, map[string]string{blue + "template-main": "update", blue + "nodes-main": "update"}},
		"longer logs":     {map[string]any{"log_days": 731}, map[string]string{blue + "logs": "update"}},
		"public endpoint": {map[string]any{"public": []string{"203.0.113.0/24"}}, map[string]string{blue + "cluster": "update"}},
		"a reader": {
			map[string]any{"reader": "arn:aws:iam::123456789012:role/reader"},
			map[string]string{blue + "access-reader": "create", blue + "access-policy-reader": "create"},
		},
		"IRSA": {map[string]any{"irsa": true}, map[string]string{blue + "issuer": "create"}},
		"no volumes": {map[string]any{"volumes": false}, map[string]string{
			blue + "aws-ebs-csi-driver": "delete", blue + "aws-ebs-csi-driver-role": "delete", blue + "aws-ebs-csi-driver-policy": "delete",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := lifecycletest.New(t, eksStack, sandbox.Func(eksProgram))
			before := s.Up(eksWith(t, nil))
			after := s.Up(eksWith(t, c.change))
			assert.Equal(t, c.want, lifecycletest.Touched(after))
			for _, output := range []resource.PropertyKey{"id", "endpoint", "name"} {
				assert.Equal(t, lifecycletest.Find(t, before, blue+"cluster").Outputs[output], lifecycletest.Find(t, after, blue+"cluster").Outputs[output], output)
			}
			s.AssertConverged(eksWith(t, c.change))
		})
	}
}

// What would replace the cluster is refused in preview and in up, and says what to do instead.
func TestEKSReplacementIsRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change map[string]any
		want   string
	}{
		"another key": {
			map[string]any{"key": "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"}, "Args.KMSKeyARN: need nothing, the value it was created with",
		},
		"other services":   {map[string]any{"service_cidr": "172.30.0.0/16"}, "Args.ServiceCIDR: need nothing, the value it was created with"},
		"an older version": {map[string]any{"slots": slots(version("1.34"), nil)}, `Args.KubernetesVersion: need "1.35", the value it was created with, got "1.34"`},
		"two versions":     {map[string]any{"slots": slots(version("1.37"), nil)}, `Args.KubernetesVersion: need "1.35", the value it was created with, got "1.37"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := lifecycletest.New(t, eksStack, sandbox.Func(eksProgram))
			s.Up(eksWith(t, nil))
			before := s.Cloud.Objects()
			_, err := s.Cloud.Preview(t.Context(), s.Name, s.Program, sandbox.WithConfig(eksWith(t, c.change)))
			require.ErrorContains(t, err, c.want)
			require.ErrorContains(t, err, "add a slot beside this one")
			_, err = s.TryUp(eksWith(t, c.change))
			require.ErrorContains(t, err, c.want)
			assert.Equal(t, before, s.Cloud.Objects(), "nothing was touched")
			s.AssertConverged(eksWith(t, nil))
		})
	}
}

// A slot that is used again is another cluster; the one before it has to have been drained.
func TestEKSGenerationsAreOtherClusters(t *testing.T) {
	t.Parallel()
	s := lifecycletest.New(t, eksStack, sandbox.Func(eksProgram))
	both := eksWith(t, map[string]any{"active": "green", "slots": slots(version("1.34"), version("1.35"))})
	s.Up(eksWith(t, map[string]any{"slots": slots(version("1.34"), version("1.35"))}))
	s.Up(both)
	again := eksWith(t, map[string]any{"active": "green", "slots": slots(version("1.35", "generation", 2), version("1.35"))})
	_, err := s.TryUp(again)
	require.ErrorContains(t, err, "generation")
	s.Up(eksWith(t, map[string]any{"active": "green", "slots": slots(version("1.34", "draining", true), version("1.35"))}))
	result := s.Up(again)
	assert.Equal(t, []string{"create"}, lifecycletest.Operations(result, "acme-blue-g2-cluster"))
	assert.Equal(t, []string{"delete"}, lifecycletest.Operations(result, "acme-blue-g1-cluster"))
	assert.Equal(t, []string{"same"}, lifecycletest.Operations(result, "acme-green-g1-cluster"), "the one that serves is not touched")
	s.AssertConverged(again)
}

// Nothing stays behind, the control plane's log group included, which EKS would make again if it went first.
func TestEKSClusterLeavesNothing(t *testing.T) {
	t.Parallel()
	s := lifecycletest.New(t, eksStack, sandbox.Func(eksProgram))
	s.Up(eksWith(t, nil))
	require.ErrorContains(t, s.Destroy(), "protected")
	assert.NotEmpty(t, s.Cloud.Objects())
	s.Up(eksWith(t, map[string]any{"development": true}))
	require.NoError(t, s.Destroy())
	assert.Empty(t, s.Cloud.Objects())
}

func TestEKSClusterInterruptedAtEveryStep(t *testing.T) {
	t.Parallel()
	one := eksWith(t, nil)
	t.Run("create", func(t *testing.T) { lifecycletest.EveryStep(t, eksStack, sandbox.Func(eksProgram), nil, one) })
	t.Run("change", func(t *testing.T) {
		lifecycletest.EveryStep(t, eksStack, sandbox.Func(eksProgram), one, eksWith(t, map[string]any{
			"slots": slots(version("1.36"), nil), "groups": []string{"batch"}, "disk": 80, "volumes": false,
		}))
	})
}

func TestEKSSlotRemovedAndInterruptedAtEveryStep(t *testing.T) {
	t.Parallel()
	base := lifecycletest.New(t, eksStack, sandbox.Func(eksProgram))
	base.Up(eksWith(t, map[string]any{"slots": slots(version("1.34"), version("1.35"))}))
	base.Up(eksWith(t, map[string]any{"active": "green", "slots": slots(version("1.34"), version("1.35"))}))
	base.Up(eksWith(t, map[string]any{"active": "green", "slots": slots(version("1.34", "draining", true), version("1.35"))}))
	for way, interrupt := range lifecycletest.Interruptions {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			removed := eksWith(t, map[string]any{"active": "green", "slots": slots(nil, version("1.35"))})
			for n := range lifecycletest.Steps() {
				s := base.Fork(t)
				interrupt(s.Cloud, n)
				if _, err := s.TryUp(removed); err == nil {
					require.Greater(t, n, 1)
					return
				}
				s.Cloud.Heal()
				s.Up(removed)
				s.AssertConverged(removed)
				for _, o := range s.Cloud.Objects() {
					require.False(t, strings.Contains(o.URN, "blue"), "%s is left", o.URN)
				}
			}
		})
	}
}
