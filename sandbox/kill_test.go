package sandbox_test

import (
	"context"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/sandbox"
)

// Variables that turn the test binary into a process that brings the shop up in a folder and sends itself a signal as
// soon as one pet is made.
const (
	folderVariable = "SANDBOX_TEST_FOLDER"
	signalVariable = "SANDBOX_TEST_SIGNAL"
	petVariable    = "SANDBOX_TEST_PET"
)

func TestMain(m *testing.M) {
	// The programs under testdata are modules of their own, outside the workspace.
	if err := os.Setenv("GOWORK", "off"); err != nil {
		os.Exit(1)
	}
	if folder := os.Getenv(folderVariable); folder != "" {
		os.Exit(signalledUp(folder, os.Getenv(petVariable), os.Getenv(signalVariable)))
	}
	os.Exit(m.Run())
}

var signals = map[string]syscall.Signal{"kill": syscall.SIGKILL, "interrupt": syscall.SIGINT, "terminate": syscall.SIGTERM}

func signalledUp(folder, pet, name string) int {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	cloud := sandbox.New(sandbox.Options{Folder: folder, Parallel: 1})
	_, err := cloud.Up(ctx, stack, sandbox.Func(func(pctx *pulumi.Context) error {
		sent := shop{location: "EU", class: "STANDARD", pets: 6}
		if err := sent.run(pctx); err != nil {
			return err
		}
		trigger, err := register(pctx, petType, "trigger", pulumi.Map{"length": pulumi.Int(1)})
		if err != nil {
			return err
		}
		if pet != "trigger" {
			return nil
		}
		trigger.ID().ApplyT(func(pulumi.ID) (string, error) {
			if err := syscall.Kill(os.Getpid(), signals[name]); err != nil {
				return "", err
			}
			<-ctx.Done() // the signal has arrived; SIGKILL never gets here
			return "", nil
		})
		return nil
	}))
	if err != nil {
		return 1
	}
	return 0
}

func TestAProcessThatIsSignalledConverges(t *testing.T) {
	t.Parallel()
	for name := range signals {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			command := exec.Command(os.Args[0])
			command.Env = append(os.Environ(), folderVariable+"="+folder, signalVariable+"="+name, petVariable+"=trigger")
			output, err := command.CombinedOutput()
			var exit *exec.ExitError
			require.ErrorAs(t, err, &exit, "%s", output)
			status, ok := exit.Sys().(syscall.WaitStatus)
			require.True(t, ok)
			if name == "kill" {
				assert.Equal(t, syscall.SIGKILL, status.Signal())
			} else {
				assert.Equal(t, 1, status.ExitStatus(), "%s", output)
			}

			command = exec.Command(os.Args[0])
			command.Env = append(os.Environ(), folderVariable+"="+folder)
			output, err = command.CombinedOutput()
			require.NoError(t, err, "%s", output)

			cloud := newCloud(t, sandbox.Options{Folder: folder})
			result, err := cloud.Refresh(context.Background(), stack, sandbox.Program{})
			require.NoError(t, err)
			assertConverged(t, cloud, result)
			assert.Len(t, cloud.Objects(), 8, "the bucket, six pets and the trigger, each once")
			seen := map[string]bool{}
			for _, o := range cloud.Objects() {
				assert.False(t, seen[o.URN], "%s was made twice", o.URN)
				seen[o.URN] = true
			}
		})
	}
}

func TestAStackIsLockedWhileAProcessWorksOnIt(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	first, second := newCloud(t, sandbox.Options{Folder: folder}), newCloud(t, sandbox.Options{Folder: folder})
	_, err := first.Up(context.Background(), stack, sandbox.Func(func(*pulumi.Context) error {
		_, err := second.Up(context.Background(), stack, sandbox.Func(small.run))
		assert.ErrorContains(t, err, "another process works on the stack")
		return nil
	}))
	require.NoError(t, err)
	_, err = second.Up(context.Background(), stack, sandbox.Func(small.run))
	require.NoError(t, err)
}

// A program may ask for a version of Pulumi.
func TestProgramsMayRequireAVersionOfPulumi(t *testing.T) {
	t.Parallel()
	cloud := newCloud(t, sandbox.Options{})
	up(t, cloud, func(ctx *pulumi.Context) error { return ctx.RequirePulumiVersion(">=3.200.0") })
	_, err := cloud.Up(context.Background(), stack, sandbox.Func(func(ctx *pulumi.Context) error {
		return ctx.RequirePulumiVersion(">=4.0.0")
	}))
	assert.ErrorContains(t, err, "4.0.0")
}

func TestOnlyTheAdapterImportsTheEngine(t *testing.T) {
	t.Parallel()
	command := exec.Command("go", "list", "-f", `{{$p := .ImportPath}}{{range .Imports}}{{$p}} {{.}}{{"\n"}}{{end}}`, "./...")
	output, err := command.Output()
	require.NoError(t, err)
	seen := false
	for line := range strings.Lines(string(output)) {
		importer, imported, _ := strings.Cut(strings.TrimSpace(line), " ")
		if !strings.HasPrefix(imported, "github.com/pulumi/pulumi/pkg/") {
			continue
		}
		seen = true
		assert.True(t, strings.HasSuffix(importer, "/sandbox/internal/engine"), "%s imports %s", importer, imported)
	}
	assert.True(t, seen)
}
