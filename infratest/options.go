package infratest

import (
	"errors"
	"fmt"
	"maps"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// defaultDeadline is far above what a program takes under mocks and far below the limit of `go test`.
const defaultDeadline = 30 * time.Second

// Option changes how a program is run.
type Option func(*settings)

type settings struct {
	project, stack, organization string
	config                       map[string]string
	secrets                      map[string]string
	stackFiles                   []string
	preview                      bool
	deadline                     time.Duration
	stacks                       map[string]map[string]any
	responders                   map[string]func(Call) (map[string]any, error)
}

// Project sets the project's name. The default is "project".
func Project(name string) Option { return func(s *settings) { s.project = name } }

// Stack sets the stack's name. The default is "test".
func Stack(name string) Option { return func(s *settings) { s.stack = name } }

// Organization sets the organization's name. The default is "organization", which is also what a self-managed backend uses.
func Organization(name string) Option { return func(s *settings) { s.organization = name } }

// Config sets configuration values. A key without a namespace belongs to the project, as in Pulumi.<stack>.yaml.
// Later calls add to earlier ones.
func Config(values map[string]string) Option {
	return func(s *settings) { maps.Copy(s.config, values) }
}

// ConfigSecrets sets configuration values that are encrypted in the stack's file. Keys are as in [Config].
func ConfigSecrets(values map[string]string) Option {
	return func(s *settings) { maps.Copy(s.secrets, values) }
}

// Preview runs the program as `pulumi preview` does: what the cloud would compute is unknown.
func Preview() Option { return func(s *settings) { s.preview = true } }

// Deadline sets how long a run may take before it fails and says what was pending. The default is 30 seconds.
func Deadline(d time.Duration) Option { return func(s *settings) { s.deadline = d } }

// StackOutputs gives the outputs of another stack to the program's stack references. The name is "organization/project/stack",
// "project/stack" or "stack", completed from the run's own names. A value may be wrapped in [Secret].
// A reference to a stack without outputs here fails as it does against a backend: unknown stack.
func StackOutputs(stack string, outputs map[string]any) Option {
	return func(s *settings) { s.stacks[stack] = outputs }
}

// Call is one request that a function given to [Respond] answers.
type Call struct {
	Token  string               // the type of the resource, or the token of the function
	Name   string               // the resource's logical name; empty for a function
	Inputs resource.PropertyMap // the resource's inputs, or the function's arguments
}

// Respond answers for one resource type or provider function instead of the model.
//
// For a resource, what answer returns is laid over the outputs that the model computes ("id" sets the id); it is not asked in preview, where
// nothing is created. For a function it is the whole result. An error is what the provider says, and fails the run.
// Values are plain Go values, [Secret] ones or property values.
func Respond(token string, answer func(Call) (map[string]any, error)) Option {
	return func(s *settings) { s.responders[token] = answer }
}

// Secret marks a value given to [StackOutputs] or returned to [Respond] as secret. A value that has no form in a Pulumi state,
// such as a channel or a function, becomes the error of the run.
func Secret(value any) any { return secretValue{value} }

type secretValue struct{ value any }

func newSettings(opts []Option) (*settings, error) {
	s := &settings{
		project: "project", stack: "test", organization: "organization", deadline: defaultDeadline,
		config: map[string]string{}, secrets: map[string]string{}, stacks: map[string]map[string]any{},
		responders: map[string]func(Call) (map[string]any, error){},
	}
	for _, o := range opts {
		if o != nil {
			o(s)
		}
	}
	problems := []error{s.readStackFiles()}
	for _, field := range []struct{ option, value string }{
		{"Project", s.project}, {"Stack", s.stack}, {"Organization", s.organization},
	} {
		if field.value == "" {
			problems = append(problems, fmt.Errorf("infratest: %s: need a name, got an empty one", field.option))
		}
	}
	if s.deadline <= 0 {
		problems = append(problems, fmt.Errorf("infratest: Deadline: need more than 0, got %s", s.deadline))
	}
	return s, errors.Join(problems...)
}

// allConfig joins plain and secret configuration under full keys, and lists the secret keys.
func (s *settings) allConfig() (values map[string]string, secretKeys []string) {
	values = make(map[string]string, len(s.config)+len(s.secrets))
	for k, v := range s.config {
		values[s.fullKey(k)] = v
	}
	for k, v := range s.secrets {
		values[s.fullKey(k)] = v
		secretKeys = append(secretKeys, s.fullKey(k))
	}
	return values, secretKeys
}

func (s *settings) fullKey(key string) string {
	if strings.Contains(key, ":") {
		return key
	}
	return s.project + ":" + key
}
