package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/blang/semver"
	"github.com/pulumi/pulumi/pkg/v3/backend/display"
	"github.com/pulumi/pulumi/pkg/v3/engine"
	"github.com/pulumi/pulumi/pkg/v3/engine/lifecycletest/framework"
	"github.com/pulumi/pulumi/pkg/v3/resource/deploy"
	"github.com/pulumi/pulumi/pkg/v3/resource/deploy/deploytest"
	"github.com/pulumi/pulumi/pkg/v3/resource/plugin"
	"github.com/pulumi/pulumi/pkg/v3/resource/stack"
	"github.com/pulumi/pulumi/pkg/v3/util/cancel"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/diag"
	"github.com/pulumi/pulumi/sdk/v3/go/common/diag/colors"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/config"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	"github.com/pulumi/pulumi/sdk/v3/go/common/workspace"
	"github.com/pulumi/pulumi/sdk/v3/go/property"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

// Kind is one of the engine's operations.
type Kind string

// The operations.
const (
	Preview Kind = "preview"
	Update  Kind = "update"
	Refresh Kind = "refresh"
	Destroy Kind = "destroy"
)

// Cloud answers the engine's calls to every provider. *simcloud.Cloud is one.
type Cloud interface {
	Check(simcloud.Request) (resource.PropertyMap, []simcloud.Failure)
	Diff(simcloud.Request) simcloud.Diff
	Create(context.Context, simcloud.Request) (simcloud.Object, error)
	Update(context.Context, simcloud.Request) (simcloud.Object, error)
	Read(context.Context, simcloud.Request) (simcloud.Object, bool, error)
	Delete(context.Context, simcloud.Request) error
	Chart(simcloud.Request) ([]simcloud.ChartObject, error)
	Invoke(ctx context.Context, place simcloud.Place, token string, args resource.PropertyMap) (resource.PropertyMap, []simcloud.Failure, error)
}

// Program is the run of a user's program that the engine asks for.
type Program struct {
	Project, Stack, Organization string
	Root                         string // the folder of Pulumi.yaml
	Config                       map[string]string
	ConfigSecretKeys             []string
	DryRun                       bool
	Parallel                     int32
	Monitor, Engine              string // addresses on this machine
	Stdout, Stderr               io.Writer
}

// ErrLogged says that a program failed and has reported the reason to the engine itself.
var ErrLogged = errors.New("the program failed and logged why")

// Display is where and how an operation is printed. All three streams are needed.
type Display struct {
	Stdin       io.Reader // for keys pressed in an interactive display
	Stdout      io.Writer
	Stderr      io.Writer
	Interactive bool // redraw the tree while it changes; Stdout must be a terminal
	Color       bool
	JSON        bool // print the engine's events instead, as one JSON object a line
}

// Run is one operation on one stack.
type Run struct {
	Kind         Kind
	DryRun       bool
	Root         string
	Project      *workspace.Project
	Organization string
	Stack        string
	Config       config.Map
	Vault        *Vault
	Base         *apitype.DeploymentV3 // never nil; Empty() for a new stack
	Append       func(apitype.JournalEntry) error
	Outputs      func(ctx context.Context, stack string, onDecryptError func(error) error) (property.Map, error)
	Cloud        Cloud
	Program      func(context.Context, Program) error
	Events       func(apitype.EngineEvent)
	Steps        func(Step)
	Display      *Display // nil is silent
	Parallel     int32
	Abort        <-chan struct{} // closed: end as soon as possible; the cloud and Append take nothing any more

	lifetime context.Context // ends with the run
	plugins  plugin.Host
	ending   sync.RWMutex // guards Outputs, which a program may ask for when the run has ended
}

// Execute carries the operation out, once. Cancelling ctx lets operations under way end and starts no other.
func (r *Run) Execute(ctx context.Context) error {
	snapshot, err := stack.DeserializeDeploymentV3(ctx, *r.Base, r.Vault)
	if err != nil {
		return fmt.Errorf("read the state of %s: %w", r.Stack, err)
	}
	manager, err := engine.NewJournalSnapshotManager(&journal{ctx: context.WithoutCancel(ctx), run: r}, snapshot, r.Vault.manager)
	if err != nil {
		return fmt.Errorf("open the journal of %s: %w", r.Stack, err)
	}
	cancelContext, source := cancel.NewContext(context.WithoutCancel(ctx))
	defer source.Terminate()
	finished := make(chan struct{})
	defer close(finished)
	go func() {
		select {
		case <-ctx.Done():
			source.Cancel()
		case <-r.Abort:
			source.Cancel() // not Terminate: the engine would return before its workers do
		case <-finished:
		}
	}()
	events, drained := r.events(newStepTeller(snapshot.Resources, r.Steps))
	var ended context.CancelFunc
	r.lifetime, ended = context.WithCancel(context.WithoutCancel(ctx))
	known := &engine.Context{
		Cancel: cancelContext, Events: events, SnapshotManager: manager,
		BackendClient: &deploytest.BackendClient{GetStackOutputsF: r.outputs, GetStackResourceOutputsF: noResourceOutputs},
		PluginManager: framework.NopPluginManager{},
	}
	opErr := r.operate(known, snapshot)
	ended()
	close(events)
	<-drained
	err = errors.Join(opErr, manager.Close(), r.closeHost())
	known.SnapshotManager, *snapshot = nil, deploy.Snapshot{}
	r.letGo()
	return err
}

// letGo forgets what the run was given and told. The engine leaves goroutines to the end of its process, some for each run, and what they
// know of stays in memory: a sweep of thousands of runs would keep the events of all.
func (r *Run) letGo() {
	r.ending.Lock()
	defer r.ending.Unlock()
	r.Base, r.Append, r.Outputs, r.Events, r.Steps, r.Display, r.plugins = nil, nil, nil, nil, nil, nil, nil
}

func (r *Run) outputs(ctx context.Context, name string, onDecryptError func(error) error) (property.Map, error) {
	r.ending.RLock()
	read := r.Outputs
	r.ending.RUnlock()
	if read == nil {
		return property.Map{}, fmt.Errorf("the outputs of %s are not read any more: the run of %s has ended", name, r.Stack)
	}
	return read(ctx, name, onDecryptError)
}

func (r *Run) operate(ec *engine.Context, snapshot *deploy.Snapshot) error {
	info := engine.UpdateInfo{Root: r.Root, Project: r.Project, Target: &deploy.Target{
		Name: tokens.MustParseStackName(r.Stack), Organization: tokens.Name(r.Organization),
		Config: r.Config, Decrypter: r.Vault.Decrypter(), Snapshot: snapshot,
	}}
	options := engine.UpdateOptions{
		Parallel: r.Parallel, HostFactory: r.host, SkipPluginPreInstall: true,
	}
	var err error
	switch r.Kind {
	case Refresh:
		_, _, err = engine.Refresh(info, ec, options, r.DryRun)
	case Destroy:
		_, _, err = engine.Destroy(info, ec, options, r.DryRun)
	case Preview, Update:
		_, _, err = engine.Update(info, ec, options, r.DryRun)
	}
	return err
}

// events starts the readers of the engine's events; the second channel closes when all of them have ended.
func (r *Run) events(steps *stepTeller) (chan engine.Event, <-chan struct{}) {
	events, drained := make(chan engine.Event), make(chan struct{})
	shown, done := make(chan engine.Event), make(chan bool)
	if d := r.Display; d != nil && !d.JSON {
		go r.show(shown, done)
	} else {
		go func() {
			for range shown {
			}
			close(done)
		}()
	}
	go func() {
		defer close(drained)
		for sequence := 0; ; {
			e, more := <-events
			if !more {
				break
			}
			shown <- e
			steps.event(e)
			converted, err := display.ConvertEngineEvent(e, false)
			if e.Internal() || err != nil {
				continue
			}
			converted.Sequence, converted.Timestamp = sequence, int(time.Now().Unix())
			sequence++
			r.Events(converted)
		}
		close(shown)
		<-done
	}()
	return events, drained
}

// show prints events as Pulumi does. Its spinner, which writes past the given stream, is for terminals only.
func (r *Run) show(events <-chan engine.Event, done chan<- bool) {
	d, color := r.Display, colors.Never
	if d.Color {
		color = colors.Always
	}
	label := map[Kind]string{Update: "Updating", Refresh: "Refreshing", Destroy: "Destroying"}[r.Kind]
	if r.DryRun {
		label = map[Kind]string{Preview: "Previewing update", Refresh: "Previewing refresh", Destroy: "Previewing destroy"}[r.Kind]
	}
	headline := color.Colorize(colors.SpecHeadline + label + " (" + r.Stack + "):" + colors.Reset + "\n")
	_, _ = io.WriteString(d.Stdout, headline) // the display has no way to report a failed write either
	display.ShowEvents(strings.ToLower(label), apitype.UpdateKind(r.Kind), tokens.MustParseStackName(r.Stack), r.Project.Name, "",
		events, done, display.Options{
			Color: color, IsInteractive: d.Interactive, SuppressProgress: !d.Interactive, Type: display.DisplayProgress,
			SuppressPermalink: true, ShowReads: true, TruncateOutput: true, Stdin: d.Stdin, Stdout: d.Stdout, Stderr: d.Stderr,
		}, r.DryRun)
}

func noResourceOutputs(_ context.Context, name string) (property.Map, error) {
	return property.Map{}, fmt.Errorf("the sandbox does not serve the resource outputs of stack %q", name)
}

// host serves the engine's plugins: one provider for every package, and the program as its own language runtime.
func (r *Run) host(_ context.Context, sink, statusSink diag.Sink, _ plugin.DebugContext) (plugin.Host, error) {
	language := &runtime{
		LanguageRuntime: deploytest.NewLanguageRuntime(nil), run: r, service: service{sink: sink, statusSink: statusSink},
	}
	r.plugins = &host{service: &language.service, Host: deploytest.NewPluginHost(sink, statusSink, language,
		deploytest.NewProviderLoader("*", semver.MustParse("0.0.0"), func() (plugin.Provider, error) {
			return r.provider(sink)
		}, deploytest.WithoutGrpc))}
	return r.plugins, nil
}

// host is told when the engine has ended, before the sinks of its plugins are taken down.
type host struct {
	plugin.Host
	service *service
}

func (h *host) ReleaseContext(ctx *plugin.Context) error {
	h.service.end()
	return h.Host.ReleaseContext(ctx)
}

// closeHost takes down what the engine leaves to the end of its process.
func (r *Run) closeHost() error {
	if r.plugins == nil {
		return nil
	}
	return r.plugins.Close()
}

// runtime is the language runtime of the one program.
type runtime struct {
	plugin.LanguageRuntime
	run     *Run
	service service
}

func (p *runtime) Run(ctx context.Context, info plugin.RunInfo) (string, bool, error) {
	values := make(map[string]string, len(info.Config))
	for key, value := range info.Config {
		values[key.String()] = value
	}
	var secretKeys []string
	for _, key := range info.ConfigSecretKeys {
		secretKeys = append(secretKeys, key.String())
	}
	address, stop, err := p.service.serve()
	if err != nil {
		return "", false, err
	}
	// The engine waits for a program that fails, and not for one that waits for the engine when that fails.
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(p.run.lifetime, cancel)()
	programErr := p.run.Program(ctx, Program{
		Project: info.Project, Stack: info.Stack, Organization: info.Organization, Root: info.Info.RootDirectory(),
		Config: values, ConfigSecretKeys: secretKeys, DryRun: info.DryRun, Parallel: info.Parallel,
		Monitor: info.MonitorAddress, Engine: address,
		Stdout: lines(func(s string) { p.service.logf(p.service.sink, diag.Info, diag.Message("", "%s"), s) }),
		Stderr: lines(func(s string) { p.service.logf(p.service.sink, diag.Infoerr, diag.Message("", "%s"), s) }),
	})
	if err := stop(); err != nil {
		return "", false, err
	}
	if errors.Is(programErr, ErrLogged) {
		return "", true, nil
	}
	if programErr != nil {
		return programErr.Error(), false, nil
	}
	return "", false, nil
}

// lines is a writer that hands on text as it comes, without the trailing newline.
type lines func(string)

func (l lines) Write(p []byte) (int, error) {
	if text := strings.TrimRight(string(p), "\n"); text != "" {
		l(text)
	}
	return len(p), nil
}
