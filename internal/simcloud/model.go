package simcloud

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"github.com/groundwork-go/groundwork/internal/simcloud/schema"
)

// model is what is known about one type beyond the table; doc.go says how to write one.
type model struct {
	token       string
	name        nameRule
	replace     []string
	replaceWhen func(old, next resource.PropertyMap) []string
	check       func(in resource.PropertyMap) []Failure
	id          func(s subject) string
	outputs     func(s subject) resource.PropertyMap
	follow      []string
	derived     []string
	takes       durations
	sticks      []string
	parts       []part
	series      series
	admit       func(was, o Object, live []Object) refusal
	keep        func(in resource.PropertyMap) refusal
	inUse       use
	leaves      leftover
	moves       func(old, next resource.PropertyMap) refusal
	ousts       func(o, other Object) bool
	proves      func(state, live resource.PropertyMap) bool
	unproven    string
}

// series numbers the objects of a type that share a text: each new one gets one more than any before it.
type series struct {
	of     resource.PropertyKey // the input whose text they share; empty: the type has no numbers
	number resource.PropertyKey // the output that holds the number, as a number or as its digits
}

// part is a member of an input that the provider computes.
type part struct{ block, member resource.PropertyKey }

// nameRule is what a physical name must look like.
type nameRule struct {
	property string         // the input that holds the name; empty: the type has no rule
	fixed    bool           // the name is required or optional as the table says: it is never made up
	min, max int            // in characters; 0 is no limit
	pattern  *regexp.Regexp // nil allows everything
	says     string         // the pattern in words
	lower    bool           // a made-up name is in lower case
	unique   bool           // two objects cannot have one name
	scope    []string       // outputs within which it is unique, such as project and region; none: everywhere
}

// durations are how long the operations take in the real cloud. A zero is the provider's usual time.
type durations struct {
	create, update, delete time.Duration
	// depends gives the time where it depends on the inputs before and after; a zero leaves it to the numbers above.
	depends func(op Op, old, next resource.PropertyMap) time.Duration
}

// Unproven is the warning with which the provider of a type takes an object to be gone when reading it fails, for whatever reason:
// then the state loses it. It is empty for a type whose provider reports the failure.
func Unproven(token string) string { return allModels()[token].unproven }

// allModels are the models of all types; clouds share them, and only read.
var allModels = sync.OnceValue(newModels)

// newModels lists every model by its token.
func newModels() map[string]model {
	models := map[string]model{}
	for _, family := range [][]model{
		gcpModels(), commandModels(), randomModels(), awsModels(), kubernetesModels(), elasticModels(), twingateModels(), builtinModels(),
	} {
		for _, m := range family {
			models[m.token] = m
		}
	}
	return models
}

func gcpModels() []model {
	return slices.Concat(
		redisModels(), monitoringModels(), storageModels(), schedulerModels(), workflowsModels(), iamModels(), computeModels(), gcpSecretModels(),
	)
}

// kind is everything that is known about the type of a resource.
type kind struct {
	token   string
	table   schema.Type
	inTable bool
	model   model
}

// kind finds a type, and notes one that nothing is known about.
func (c *Cloud) kind(urn resource.URN) kind {
	k := kind{token: string(urn.Type())}
	k.table, k.inTable = schema.Lookup(k.token)
	m, modelled := c.models[k.token]
	k.model = m
	if !k.inTable && !modelled && !k.isProvider() {
		c.mu.Lock()
		c.unseen[k.token] = true
		c.mu.Unlock()
	}
	return k
}

func (k kind) isProvider() bool { return strings.HasPrefix(k.token, "pulumi:providers:") }
func (k kind) isKubernetes() bool {
	return k.pkg() == "kubernetes" && !strings.HasPrefix(k.token, "kubernetes:helm.sh/")
}
func (k kind) isBuiltin() bool { return k.token == stashToken } // made by the engine itself, also in a preview
func (k kind) isCommand() bool { return k.token == commandToken }

// bridged tells a provider that is made from a Terraform provider: it coerces scalars, keeps what it computed when an
// optional input goes away, and records in __defaults which inputs it filled in.
func (k kind) bridged() bool {
	switch k.pkg() {
	case "kubernetes", "command", "pulumi", "aws-native", "azure-native":
		return false
	default:
		return true
	}
}

// pkg is the provider's name: "aws" in aws:ec2/vpc:Vpc.
func (k kind) pkg() string {
	name, _, _ := strings.Cut(k.token, ":")
	return name
}

// typeName is the type's own name: "Vpc" in aws:ec2/vpc:Vpc.
func (k kind) typeName() string { return lastPart(k.token, ":") }

// naming is the rule for the type's physical name: the model's, or the generic one for an optional input "name".
func (k kind) naming() (nameRule, bool) {
	if k.model.name.property != "" {
		return k.model.name, true
	}
	in, ok := k.table.Input("name")
	if !ok || in.Required || in.Kind != schema.String || k.isKubernetes() || k.isProvider() {
		return nameRule{}, false
	}
	return nameRule{property: "name"}, true
}

// numbered tells the series that an object belongs to, and its number there; an empty series is none.
func (c *Cloud) numbered(o Object) (string, int) {
	rule := c.models[o.Token].series
	if rule.of == "" {
		return "", 0
	}
	n, isNumber := number(o.Outputs, rule.number)
	if !isNumber {
		n = float64(counted(text(o.Outputs, rule.number)))
	}
	return o.Token + "\x00" + text(o.Inputs, rule.of), int(n)
}

// claim is the unique name that an object holds; empty for none.
func (c *Cloud) claim(o Object) string {
	rule := c.models[o.Token].name
	if !rule.unique {
		return ""
	}
	name := text(o.Outputs, resource.PropertyKey(rule.property))
	if name == "" {
		return ""
	}
	parts := []string{o.Token}
	for _, s := range rule.scope {
		parts = append(parts, text(o.Outputs, resource.PropertyKey(s)))
	}
	return strings.Join(append(parts, name), "\x00")
}
