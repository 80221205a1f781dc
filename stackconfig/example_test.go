package stackconfig_test

import (
	"errors"
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/stackconfig"
)

// Redis is one item of the list under shop:redis.
type Redis struct {
	Name     string `yaml:"name" required:"true" validate:"unique,len=1..40"`
	MemoryGB int    `yaml:"memory_gb" required:"true" validate:"min=1,max=300"`
	Tier     string `yaml:"tier" default:"BASIC" validate:"oneof=BASIC|STANDARD_HA"`
}

// runStack runs a program in the stack "staging" with this configuration.
func runStack(config string, body pulumi.RunFunc) {
	err := pulumi.RunErr(body, pulumi.WithMocks("shop", "staging", noResources{}), func(info *pulumi.RunInfo) {
		info.Config = map[string]string{"shop:redis": config}
	})
	if err != nil {
		fmt.Println(err)
	}
}

func ExampleLoad() {
	// Pulumi hands over the YAML of the stack's file as JSON.
	config := `[{"name": "cache", "memory_gb": 2}, {"name": "jobs", "memory_gb": 8, "tier": "STANDARD_HA"}]`
	runStack(config, func(ctx *pulumi.Context) error {
		instances, err := stackconfig.Load[[]Redis](ctx, "redis")
		for _, redis := range instances {
			fmt.Println(redis.Name, redis.MemoryGB, redis.Tier)
		}
		return err
	})
	// Output:
	// cache 2 BASIC
	// jobs 8 STANDARD_HA
}

func ExampleError() {
	config := `[{"name": "cache", "memory_gb": 2}, {"name": "jobs", "memory_gb": 301, "teir": "BASIC"}]`
	runStack(config, func(ctx *pulumi.Context) error {
		_, err := stackconfig.Load[[]Redis](ctx, "redis")
		fmt.Println(err)
		var configErr *stackconfig.Error
		if errors.As(err, &configErr) {
			fmt.Println(configErr.Problems[0].Path)
		}
		return nil
	})
	// Output:
	// stack "staging": config "shop:redis": 2 problems:
	//   redis[1] "jobs": memory_gb: need 1 to 300, got 301
	//   redis[1] "jobs": teir: need a known key, did you mean "tier"?
	// redis[1].memory_gb
}

func ExampleSchema() {
	type region struct {
		Name string `yaml:"name" required:"true" doc:"where it runs"`
	}
	schema, err := stackconfig.Schema[region]("shop", "region")
	fmt.Println(string(schema), err)
	// Output:
	// {
	//   "$schema": "https://json-schema.org/draft/2020-12/schema",
	//   "properties": {
	//     "config": {
	//       "properties": {
	//         "shop:region": {
	//           "additionalProperties": false,
	//           "properties": {
	//             "name": {
	//               "description": "where it runs",
	//               "type": "string"
	//             }
	//           },
	//           "required": [
	//             "name"
	//           ],
	//           "type": "object"
	//         }
	//       },
	//       "required": [
	//         "shop:region"
	//       ],
	//       "type": "object"
	//     }
	//   },
	//   "required": [
	//     "config"
	//   ],
	//   "title": "Stack configuration of shop:region",
	//   "type": "object"
	// }
	//  <nil>
}
