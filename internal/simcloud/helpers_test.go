package simcloud_test

import (
	"context"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

const (
	redisType   = "gcp:redis/instance:Instance"
	bucketType  = "gcp:storage/bucket:Bucket"
	vpcType     = "aws:ec2/vpc:Vpc"
	commandType = "command:local:Command"
)

type values = map[string]any

func urnOf(typ, name string) resource.URN {
	return resource.URN("urn:pulumi:dev::shop::" + typ + "::" + name)
}

func props(v values) resource.PropertyMap { return resource.NewPropertyMapFromMap(v) }

func hidden(v any) resource.PropertyValue { return resource.MakeSecret(resource.NewPropertyValue(v)) }

func later() resource.PropertyValue {
	return resource.MakeComputed(resource.NewStringProperty(""))
}

// made checks and creates a resource, as the engine does.
func made(t *testing.T, c *simcloud.Cloud, typ, name string, inputs resource.PropertyMap) simcloud.Object {
	t.Helper()
	checked, failures := c.Check(simcloud.Request{URN: urnOf(typ, name), Inputs: inputs})
	require.Empty(t, failures)
	object, err := c.Create(context.Background(), simcloud.Request{URN: urnOf(typ, name), Inputs: checked})
	require.NoError(t, err)
	return object
}

// changed checks and updates an object, as the engine does when nothing is to be replaced.
func changed(t *testing.T, c *simcloud.Cloud, o simcloud.Object, inputs resource.PropertyMap) simcloud.Object {
	t.Helper()
	checked, failures := c.Check(simcloud.Request{URN: o.URN, ID: o.ID, OldInputs: o.Inputs, Inputs: inputs})
	require.Empty(t, failures)
	object, err := c.Update(context.Background(), simcloud.Request{
		URN: o.URN, ID: o.ID, OldInputs: o.Inputs, OldOutputs: o.Outputs, Inputs: checked,
	})
	require.NoError(t, err)
	return object
}

// with returns a copy of the inputs with changes; nil removes.
func with(base values, changes values) resource.PropertyMap {
	merged := values{}
	for k, v := range base {
		merged[k] = v
	}
	for k, v := range changes {
		if v == nil {
			delete(merged, k)
			continue
		}
		merged[k] = v
	}
	return props(merged)
}

func open(v resource.PropertyValue) any {
	if v.IsSecret() {
		return v.SecretValue().Element.V
	}
	return v.V
}
