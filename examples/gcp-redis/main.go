// Command gcp-redis runs the Memorystore for Redis instances of a stack from a typed list in its configuration, and exports
// the contract contracts.Redis for those who use them.
package main

import (
	"errors"
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/examples/gcp-redis/contracts"
	"github.com/groundwork-go/groundwork/gcp/redis"
	"github.com/groundwork-go/groundwork/stackconfig"
	"github.com/groundwork-go/groundwork/stackref"
	"github.com/groundwork-go/groundwork/tagging"
)

func main() { pulumi.Run(program) }

// program checks the whole configuration before it makes the first instance. Instances are known by their names, so their
// order in the list means nothing.
func program(ctx *pulumi.Context) error {
	items, shared, err := load(ctx)
	if err != nil {
		return err
	}
	instances, passwords := map[string]contracts.Instance{}, pulumi.StringMap{}
	for _, item := range items {
		instance, err := redis.NewInstance(ctx, item.Name, item.args(shared))
		if err != nil {
			return err
		}
		instances[item.Name] = contracts.Instance{
			Host: instance.Host, Port: instance.Port, ReadHost: instance.ReadEndpoint, ReadPort: instance.ReadEndpointPort,
			CACertificates: instance.ServerCACertificates,
		}
		passwords[item.Name] = instance.AuthString
	}
	ctx.Export("auth", passwords) // every element is secret already
	return stackref.Export(ctx, &contracts.Redis{Instances: instances})
}

// Alerts is the object gcp-redis:alerts.
type Alerts struct {
	Channels []string `yaml:"channels" validate:"pattern=^projects/[a-z0-9:.-]+/notificationChannels/[0-9]+$"`
}

// load reads everything and reports all that is wrong with it together.
func load(ctx *pulumi.Context) ([]Item, Shared, error) {
	shared := Shared{Protect: true}
	items, itemsErr := stackconfig.Load[[]Item](ctx, "redis")
	if itemsErr == nil && len(items) == 0 {
		itemsErr = fmt.Errorf("stack %q: config %q: need at least one instance, got an empty list", ctx.Stack(), "gcp-redis:redis")
	}
	protect, protectErr := stackconfig.Load[*bool](ctx, "protect")
	if protect != nil {
		shared.Protect = *protect
	}
	alerts, alertsErr := stackconfig.Load[*Alerts](ctx, "alerts")
	if alerts != nil {
		shared.Channels = alerts.Channels
	}
	tags, tagsErr := tagging.FromConfig(ctx, tagging.DefaultPolicy())
	shared.Tags = tags
	return items, shared, errors.Join(itemsErr, protectErr, alertsErr, tagsErr)
}
