package infratest

import (
	"context"
	"fmt"
	"maps"
	"runtime/debug"
	"slices"
	"strings"
	"sync"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

// recorder is the mock that Pulumi's SDK talks to. The SDK calls it from many goroutines.
type recorder struct {
	settings *settings
	cloud    *simcloud.Cloud
	scratch  *simcloud.Cloud // answers for objects that the program reads and did not make
	stacks   map[string]resource.PropertyMap

	mu        sync.Mutex
	waiting   map[string]int // "type name" -> registrations asked for that have not arrived
	urns      map[resource.URN]bool
	resources []*Resource
	exports   map[string]export
	outputs   resource.PropertyMap
	finished  int // calls of RegisterResourceOutputs: one for the stack, and one for each component that makes it
}

func newRecorder(s *settings) *recorder {
	options := simcloud.Options{Place: simcloud.Place{
		Region: s.config["aws:region"], GCP: s.config["gcp:region"], Project: s.config["gcp:project"],
	}}
	return &recorder{
		settings: s,
		cloud:    simcloud.New(options),
		scratch:  simcloud.New(options),
		stacks:   map[string]resource.PropertyMap{},
		waiting:  map[string]int{},
		urns:     map[resource.URN]bool{},
		outputs:  resource.PropertyMap{},
	}
}

func (r *recorder) requested(args *pulumi.ResourceTransformationArgs) *pulumi.ResourceTransformationResult {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.waiting[args.Type+" "+args.Name]++
	if !r.settings.preview {
		return nil
	}
	return &pulumi.ResourceTransformationResult{Props: withoutUnknownSecrets(args.Props), Opts: args.Opts}
}

// reserve notes that a resource has arrived. A second one with the same URN is refused with the engine's words.
func (r *recorder) reserve(urn resource.URN, token, name string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	key := token + " " + name
	if r.waiting[key]--; r.waiting[key] <= 0 {
		delete(r.waiting, key)
	}
	if r.urns[urn] {
		return fmt.Errorf("duplicate resource URN '%s'; try giving it a unique name", urn)
	}
	r.urns[urn] = true
	return nil
}

func (r *recorder) add(res *Resource) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.resources = append(r.resources, res)
}

func (r *recorder) graph() *Graph {
	r.mu.Lock()
	defer r.mu.Unlock()
	values := make([]string, 0, len(r.settings.secrets))
	for _, v := range r.settings.secrets {
		values = append(values, v)
	}
	g := newGraph(slices.Clone(r.resources), clone(r.outputs), values)
	g.finished, g.unmodelled = r.finished, r.cloud.Unmodelled()
	return g
}

// pending is the error of a run that was not done at its deadline.
func (r *recorder) pending() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	var names []string
	for key := range r.waiting {
		token, name, _ := strings.Cut(key, " ")
		names = append(names, fmt.Sprintf("%s %q", token, name))
	}
	slices.Sort(names)
	what := "no resource was waiting for its inputs"
	if len(names) > 0 {
		what = "waiting for their inputs: " + strings.Join(names, ", ")
	}
	return fmt.Errorf("the program was not done after %s (%d resources registered; %s); "+
		"an output that never resolves is often a FailNow or a function of require inside ApplyT",
		r.settings.deadline, len(r.resources), what)
}

// RegisterResourceOutputs counts; the SDK hands mocks no arguments.
func (r *recorder) RegisterResourceOutputs() (*emptypb.Empty, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.finished++
	return &emptypb.Empty{}, nil
}

// NewResource answers registrations and reads.
func (r *recorder) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	if args.ReadRPC != nil {
		return r.read(args)
	}
	res, err := r.describe(args)
	if err != nil {
		return "", nil, err
	}
	if err := r.reserve(res.URN, res.Type, res.Name); err != nil {
		return "", nil, err
	}
	id, outputs, err := r.create(res)
	res.ID, res.Outputs = id, outputs
	r.add(res)
	return id, onlyKnown(outputs), err
}

func (r *recorder) create(res *Resource) (string, resource.PropertyMap, error) {
	switch {
	case !res.Custom:
		outputs, err := r.overlay(res, resource.PropertyMap{})
		return "", outputs, err
	case strings.HasPrefix(res.Type, "pulumi:providers:"):
		return res.Name + "-id", clone(res.Inputs), nil
	}
	request := simcloud.Request{URN: res.URN, Inputs: clone(res.Inputs), Preview: r.settings.preview}
	checked, failures := r.cloud.Check(request)
	if len(failures) > 0 {
		return "", nil, newCheckError(res.URN, failures)
	}
	request.Inputs = checked
	object, err := r.cloud.Create(context.Background(), request)
	if err != nil {
		return "", nil, fmt.Errorf("creating %s %q: %w", res.Type, res.Name, err)
	}
	outputs, err := r.overlay(res, clone(object.Outputs))
	if err != nil {
		return "", nil, err
	}
	id := string(object.ID)
	if v, ok := outputs["id"]; ok && v.IsString() && !r.settings.preview {
		id = v.StringValue()
	}
	markSecrets(outputs, res.Inputs, res.AdditionalSecretOutputs)
	return id, outputs, nil
}

// overlay lays what a test's own answer gives over the outputs.
func (r *recorder) overlay(res *Resource, outputs resource.PropertyMap) (resource.PropertyMap, error) {
	answer := r.settings.responders[res.Type]
	if answer == nil || r.settings.preview {
		return outputs, nil
	}
	values, err := r.ask(answer, Call{Token: res.Type, Name: res.Name, Inputs: clone(res.Inputs)})
	if err != nil {
		return nil, fmt.Errorf("creating %s %q: %w", res.Type, res.Name, err)
	}
	maps.Copy(outputs, values)
	return outputs, nil
}

func (r *recorder) ask(answer func(Call) (map[string]any, error), call Call) (props resource.PropertyMap, err error) {
	defer func() {
		if p := recover(); p != nil { // on a goroutine of the SDK it would end the process
			err = fmt.Errorf("the answer for %s panicked: %v\n%s", call.Token, p, debug.Stack())
		}
	}()
	values, err := answer(call)
	if err != nil {
		return nil, err
	}
	return properties(values)
}

// describe turns a registration into a Resource. The inputs are decoded from the request itself, because what the SDK
// hands to mocks has lost the unknown values.
func (r *recorder) describe(args pulumi.MockResourceArgs) (*Resource, error) {
	inputs, err := decode(args.RegisterRPC.GetObject())
	if err != nil {
		return nil, fmt.Errorf("reading the inputs of %s %q: %w", args.TypeToken, args.Name, err)
	}
	return newResource(r.urn(args.RegisterRPC.GetParent(), args.TypeToken, args.Name), inputs, args.RegisterRPC), nil
}

func decode(object *structpb.Struct) (resource.PropertyMap, error) {
	return plugin.UnmarshalProperties(object, plugin.MarshalOptions{
		KeepUnknowns: true, KeepSecrets: true, KeepResources: true, ComputeAssetHashes: true,
	})
}

func (r *recorder) urn(parent, token, name string) resource.URN {
	var parentType tokens.Type
	if p := resource.URN(parent); p != "" && p.QualifiedType() != resource.RootStackType {
		parentType = p.QualifiedType()
	}
	return resource.NewURN(tokens.QName(r.settings.stack), tokens.PackageName(r.settings.project), parentType, tokens.Type(token), name)
}
