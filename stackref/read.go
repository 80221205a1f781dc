package stackref

import (
	"fmt"
	"regexp"
	"sync"
	"weak"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/internals"
)

const (
	readStackOutputs   = "pulumi:pulumi:readStackOutputs"
	stackReferenceType = "pulumi:pulumi:StackReference"
)

// upstream is what a program has read of another stack.
type upstream struct {
	ref     *reference // nil when there is nothing to refer to
	outputs resource.PropertyMap
	problem *Problem
}

// absent tells that the stack was not there to read, as against one that could not be read.
func (u *upstream) absent() bool {
	return u.problem != nil && (u.problem.Kind == KindUnknownStack || u.problem.Kind == KindNeverDeployed)
}

// reference is a stack reference without the outputs as fields: those are taken raw, with the secrecy of each value.
type reference struct {
	pulumi.CustomResourceState
	Name pulumi.StringOutput `pulumi:"name"`
}

// programs remembers what each running program has read, because the engine accepts a reference to a stack once per
// program, and the SDK offers no place in its context to keep it. The contexts are held weakly, and go with their programs.
var programs registry

type registry struct {
	mu   sync.Mutex
	live []*program
}

type program struct {
	ctx  weak.Pointer[pulumi.Context]
	mu   sync.Mutex
	read map[string]*upstream
}

// of finds the program of a context. A context made by WithValue belongs to the same program: it shares the log.
func (r *registry) of(ctx *pulumi.Context) *program {
	r.mu.Lock()
	defer r.mu.Unlock()
	live := r.live[:0]
	var found *program
	for _, p := range r.live {
		known := p.ctx.Value()
		if known == nil {
			continue
		}
		live = append(live, p)
		if known == ctx || known.Log != nil && known.Log == ctx.Log {
			found = p
		}
	}
	if found == nil {
		found = &program{ctx: weak.Make(ctx), read: map[string]*upstream{}}
		live = append(live, found)
	}
	clear(r.live[min(len(live), len(r.live)):])
	r.live = live
	return found
}

// outputsOf reads a stack, once per program.
func outputsOf(ctx *pulumi.Context, stack string, parent pulumi.Resource) *upstream {
	p := programs.of(ctx)
	p.mu.Lock()
	defer p.mu.Unlock()
	u := p.read[stack]
	if u == nil {
		u = readStack(ctx, stack, parent)
		p.read[stack] = u
	}
	return u
}

// readStack asks first with a function call: its failure can be handled, while that of reading a resource ends the program.
func readStack(ctx *pulumi.Context, stack string, parent pulumi.Resource) *upstream {
	var probed struct {
		Name string `pulumi:"name"`
	}
	if _, err := ctx.InvokePackageRaw(readStackOutputs, pulumi.Map{"name": pulumi.String(stack)}, &probed, ""); err != nil {
		return &upstream{problem: readProblem(stack, err)}
	}
	var opts []pulumi.ResourceOption
	if parent != nil {
		opts = append(opts, pulumi.Parent(parent))
	}
	ref := &reference{}
	// The name differs from the stack's, so that a program may hold a plain StackReference beside the contract.
	name := stack + "/contracts"
	err := ctx.ReadResource(stackReferenceType, name, pulumi.ID(stack), pulumi.Map{"name": pulumi.String(stack)}, ref, opts...)
	if err != nil {
		return &upstream{problem: readProblem(stack, err)}
	}
	raw, err := internals.UnsafeAwaitOutput(ctx.Context(), pulumi.InternalGetRawOutputs(&ref.ResourceState))
	if err != nil {
		return &upstream{problem: readProblem(stack, err)}
	}
	state, _ := raw.Value.(resource.PropertyMap)
	u := &upstream{ref: ref, outputs: exported(state)}
	switch {
	case u.outputs == nil:
		u.problem = &Problem{Kind: KindUnknownValue, Got: "its outputs are not known yet"}
	case len(u.outputs) == 0:
		u.problem = &Problem{
			Kind: KindNeverDeployed, Got: fmt.Sprintf("never deployed: it has no outputs; run `pulumi up -s %s` first", stack),
		}
	}
	return u
}

// exported takes the outputs out of the state of a reference; nil when they are not known.
func exported(state resource.PropertyMap) resource.PropertyMap {
	all, secret, known := open(state["outputs"])
	if !known || !all.IsObject() {
		return nil
	}
	names := map[string]bool{}
	listed, _, _ := open(state["secretOutputNames"])
	if listed.IsArray() {
		for _, name := range listed.ArrayValue() {
			if name.IsString() {
				names[name.StringValue()] = true
			}
		}
	}
	outputs := resource.PropertyMap{}
	for k, v := range all.ObjectValue() {
		if v.IsNull() {
			continue
		}
		// An engine that wraps the whole instead of the values lists which of them are secret.
		if secret && (names[string(k)] || !listed.IsArray()) && !v.IsSecret() {
			v = resource.MakeSecret(v)
		}
		outputs[k] = v
	}
	return outputs
}

var (
	unknownStack = regexp.MustCompile(`(?i)unknown stack|no stack named`)
	noAccess     = regexp.MustCompile(`(?i)\b40[13]\b|forbidden|unauthori[sz]ed|access ?denied|permission denied|not authorized|not logged in`)
)

// readProblem tells the failures of a read apart by the engine's words, which is all there is.
func readProblem(stack string, err error) *Problem {
	switch text := err.Error(); {
	case unknownStack.MatchString(text):
		return &Problem{Kind: KindUnknownStack, err: err, Got: "no such stack; check the name against `pulumi stack ls --all`, " +
			fmt.Sprintf("or create it with `pulumi stack init %s`", stack)}
	case noAccess.MatchString(text):
		return &Problem{Kind: KindNoAccess, err: err, Got: "no access: the backend refuses to show the stack to this user " +
			"(see `pulumi whoami`): " + text}
	default:
		return &Problem{Kind: KindUnreadable, err: err, Got: "reading its outputs failed: " + text}
	}
}
