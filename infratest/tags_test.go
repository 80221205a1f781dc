package infratest_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

func tagPolicy() tagging.Policy {
	return tagging.Policy{Required: []tagging.Key{
		{Name: "owner", Match: "team-[a-z]+"}, {Name: "environment", OneOf: []string{"dev", "prod"}}, {Name: "managed-by"},
	}}
}

func tagMap(owner string) pulumi.Map {
	return pulumi.Map{"owner": pulumi.String(owner), "environment": pulumi.String("dev"), "managed-by": pulumi.String("pulumi")}
}

func TestAssertTagged(t *testing.T) {
	good := tagMap("team-pay")
	without := pulumi.Map{"owner": pulumi.String("team-pay"), "environment": pulumi.String("dev")}
	for _, tc := range []struct {
		name, token string
		props       pulumi.Map
		want        []string // the failures; none when the resource is tagged
	}{
		{"aws map", "aws:sqs/queue:Queue", pulumi.Map{"tags": good}, nil},
		{"aws without tags", "aws:sqs/queue:Queue", nil, []string{
			`infratest: aws:sqs/queue:Queue "x": tags: need the mandatory key "owner", got no tags`,
			`infratest: aws:sqs/queue:Queue "x": tags: need the mandatory key "environment", got no tags`,
			`infratest: aws:sqs/queue:Queue "x": tags: need the mandatory key "managed-by", got no tags`,
		}},
		{"aws lacks one", "aws:sqs/queue:Queue", pulumi.Map{"tags": without}, []string{
			`infratest: aws:sqs/queue:Queue "x": tags: need the mandatory key "managed-by", got only environment, owner`,
		}},
		{"aws refuses the pattern", "aws:sqs/queue:Queue", pulumi.Map{"tags": tagMap("nobody")}, []string{
			`infratest: aws:sqs/queue:Queue "x": tags: key "owner": need a value that matches team-[a-z]+, got "nobody"`,
		}},
		{"aws matches the whole value", "aws:sqs/queue:Queue", pulumi.Map{"tags": tagMap("not-team-pay")}, []string{
			`infratest: aws:sqs/queue:Queue "x": tags: key "owner": need a value that matches team-[a-z]+, got "not-team-pay"`,
		}},
		{"aws refuses another value", "aws:sqs/queue:Queue", pulumi.Map{"tags": pulumi.Map{
			"owner": pulumi.String("team-pay"), "environment": pulumi.String("test"), "managed-by": pulumi.String("pulumi")}}, []string{
			`infratest: aws:sqs/queue:Queue "x": tags: key "environment": need one of dev, prod, got "test"`,
		}},
		{"aws empty value", "aws:sqs/queue:Queue", pulumi.Map{"tags": tagMap("")}, []string{
			`infratest: aws:sqs/queue:Queue "x": tags: key "owner": need a value, got an empty one`,
		}},
		{"aws secret tags", "aws:sqs/queue:Queue", pulumi.Map{"tags": pulumi.ToSecret(good)}, nil},
		{"aws list", "aws:autoscaling/group:Group", pulumi.Map{"maxSize": pulumi.Int(1), "minSize": pulumi.Int(1), "tags": pulumi.Array{
			pulumi.Map{"key": pulumi.String("owner"), "value": pulumi.String("team-pay"), "propagateAtLaunch": pulumi.Bool(true)},
			pulumi.Map{"key": pulumi.String("environment"), "value": pulumi.String("dev"), "propagateAtLaunch": pulumi.Bool(true)},
		}}, []string{
			`infratest: aws:autoscaling/group:Group "x": tags: need the mandatory key "managed-by", got only environment, owner`,
		}},
		{"gcp labels may be folded", bucketType, pulumi.Map{"location": pulumi.String("EU"), "labels": tagMap("TEAM")}, nil},
		{"gcp empty value", bucketType, pulumi.Map{"location": pulumi.String("EU"), "labels": tagMap("")}, []string{
			`infratest: gcp:storage/bucket:Bucket "x": labels: key "owner": need a value, got an empty one`,
		}},
		{"gcp tags are no labels", "gcp:compute/instance:Instance", pulumi.Map{
			"machineType": pulumi.String("e2-small"), "bootDisk": pulumi.Map{}, "networkInterfaces": pulumi.Array{}, "zone": pulumi.String("us-central1-a"),
			"tags": pulumi.ToStringArray([]string{"managed-by"}), "labels": without,
		}, []string{
			`infratest: gcp:compute/instance:Instance "x": labels: need the mandatory key "managed-by", got only environment, owner`,
		}},
		{"kubernetes writes managed-by in its own way", "kubernetes:core/v1:ConfigMap", pulumi.Map{"metadata": pulumi.Map{"labels": pulumi.Map{
			"owner": pulumi.String("x"), "environment": pulumi.String("dev"), "app.kubernetes.io/managed-by": pulumi.String("pulumi")}}}, nil},
		{"kubernetes without metadata", "kubernetes:core/v1:ConfigMap", nil, []string{
			`infratest: kubernetes:core/v1:ConfigMap "x": metadata.labels: need the mandatory key "owner", got no tags`,
			`infratest: kubernetes:core/v1:ConfigMap "x": metadata.labels: need the mandatory key "environment", got no tags`,
			`infratest: kubernetes:core/v1:ConfigMap "x": metadata.labels: need the mandatory key "app.kubernetes.io/managed-by", got no tags`,
		}},
		{"not taggable", "aws:iam/rolePolicyAttachment:RolePolicyAttachment", pulumi.Map{
			"role": pulumi.String("r"), "policyArn": pulumi.String("arn:aws:iam::aws:policy/ReadOnlyAccess"),
		}, nil},
		{"unknown type", "acme:index:Thing", nil, []string{
			`infratest: acme:index:Thing is no type that the table of taggable types knows: when it carries no tags, say so with infratest.Untagged("acme:index:Thing")`,
		}},
		{"provider", "pulumi:providers:aws", nil, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			g := infratest.Run(t, one(tc.token, "x", tc.props))
			r := record(func(t testing.TB) { infratest.AssertTagged(t, g, tagPolicy()) })
			assert.Equal(t, tc.want, r.failures)
		})
	}
}

func TestAssertTaggedReportsUnknownTags(t *testing.T) {
	program := func(path func(pulumi.Output) pulumi.Map) pulumi.RunFunc {
		return func(ctx *pulumi.Context) error {
			source, err := raw(ctx, stringType, "source", pulumi.Map{"length": pulumi.Int(8)})
			if err != nil {
				return err
			}
			_, err = raw(ctx, "aws:sqs/queue:Queue", "x", path(source.ID().ToIDOutput()))
			return err
		}
	}
	value := infratest.Run(t, program(func(o pulumi.Output) pulumi.Map {
		return pulumi.Map{"tags": pulumi.Map{"owner": o, "environment": pulumi.String("dev"), "managed-by": pulumi.String("pulumi")}}
	}), infratest.Preview())
	r := record(func(t testing.TB) { infratest.AssertTagged(t, value, tagPolicy()) })
	assert.Equal(t, []string{
		`infratest: aws:sqs/queue:Queue "x": tags: key "owner": need a value that is known before deployment, got an unknown one`,
	}, r.failures)

	whole := infratest.Run(t, program(func(o pulumi.Output) pulumi.Map { return pulumi.Map{"tags": o} }), infratest.Preview())
	r = record(func(t testing.TB) { infratest.AssertTagged(t, whole, tagPolicy()) })
	assert.Equal(t, []string{
		`infratest: aws:sqs/queue:Queue "x": tags: need tags that are known before deployment, got unknown ones`,
	}, r.failures)
}

func TestAssertTaggedReportsUnknownMetadata(t *testing.T) {
	g := infratest.Run(t, func(ctx *pulumi.Context) error {
		source, err := raw(ctx, stringType, "source", pulumi.Map{"length": pulumi.Int(8)})
		if err != nil {
			return err
		}
		metadata := source.ID().ApplyT(func(pulumi.ID) map[string]any { return nil })
		_, err = raw(ctx, "kubernetes:core/v1:ConfigMap", "x", pulumi.Map{"metadata": metadata})
		return err
	}, infratest.Preview())
	r := record(func(t testing.TB) { infratest.AssertTagged(t, g, tagPolicy()) })
	assert.Equal(t, []string{
		`infratest: kubernetes:core/v1:ConfigMap "x": metadata.labels: need tags that are known before deployment, got unknown ones`,
	}, r.failures)
}

func TestAssertTaggedSkipsComponentsAndReads(t *testing.T) {
	g := infratest.Run(t, func(ctx *pulumi.Context) error {
		if err := ctx.RegisterComponentResource("acme:index:Group", "group", &rawComponent{}); err != nil {
			return err
		}
		return ctx.ReadResource("aws:sqs/queue:Queue", "existing", pulumi.ID("q"), nil, &rawResource{})
	})
	infratest.AssertTagged(t, g, tagPolicy())
}

func TestUntaggedExempts(t *testing.T) {
	g := infratest.Run(t, func(ctx *pulumi.Context) error {
		for _, token := range []string{"acme:index:Thing", "acme:index:Other", "aws:sqs/queue:Queue"} {
			if _, err := raw(ctx, token, "x", nil); err != nil {
				return err
			}
		}
		return nil
	})
	infratest.AssertTagged(t, g, tagPolicy(), infratest.Untagged("acme:*"), infratest.Untagged("aws:sqs/queue:Queue"))
	r := record(func(t testing.TB) {
		infratest.AssertTagged(t, g, tagPolicy(), infratest.Untagged("acme:index:Thing", "aws:sqs/queue:Queue"))
	})
	assert.Len(t, r.failures, 1)
	assert.Contains(t, r.all(), "acme:index:Other")
}
