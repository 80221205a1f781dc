package docs_test

import (
	"cmp"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

const reusable = "../.github/workflows/pulumi.yml"

// workflow is what these tests read of a workflow.
type workflow struct {
	Name string
	On   struct {
		Call struct{ Inputs, Secrets map[string]workflowInput } `yaml:"workflow_call"`
		Push struct{ Branches []string }
	}
	Permissions any
	Concurrency struct {
		Group  string
		Cancel string `yaml:"cancel-in-progress"`
	}
	Jobs map[string]struct {
		RunsOn  string `yaml:"runs-on"`
		Minutes int    `yaml:"timeout-minutes"`
		Steps   []workflowStep
		Uses    string
		With    map[string]any
		Secrets any
	}
}

type workflowInput struct {
	Description, Type string
	Required          bool
	Default           any
}

type workflowStep struct {
	Name, Uses, Run string
	Folder          string `yaml:"working-directory"`
	With, Env       map[string]string
}

func readWorkflow(t *testing.T, path string) (w workflow, text string) {
	t.Helper()
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NoError(t, yaml.Unmarshal(content, &w), path)
	return w, string(content)
}

func workflowFiles(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../.github/workflows/*")
	require.NoError(t, err)
	require.Contains(t, files, reusable)
	return files
}

var (
	pinned     = regexp.MustCompile(`uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+(;.*)?$`)
	inputUse   = regexp.MustCompile(`inputs\.([\w-]+)`)
	secretUse  = regexp.MustCompile(`secrets\.(\w+)`)
	cloneBuild = regexp.MustCompile(`go build -C \.groundwork -o \S+ (\S+)`)
)

// Actions are pinned to commits, jobs end by themselves, and what a caller writes never becomes a part of a script.
func TestWorkflowsAreSafe(t *testing.T) {
	t.Parallel()
	for _, path := range workflowFiles(t) {
		w, text := readWorkflow(t, path)
		assert.NotEmpty(t, w.Name, path)
		assert.NotNil(t, w.Permissions, "%s: the token can do what the repository's settings say", path)
		for _, line := range strings.Split(text, "\n") {
			if strings.Contains(line, "uses:") {
				assert.Regexp(t, pinned, line, path)
			}
		}
		for name, job := range w.Jobs {
			assert.NotContains(t, job.RunsOn, "latest", "%s: %s", path, name)
			assert.Positive(t, job.Minutes, "%s: %s", path, name)
			for _, step := range job.Steps {
				assert.NotContains(t, step.Run, "${{", "%s: %s: %s: hand values over in env", path, name, step.Name)
				if strings.HasPrefix(step.Uses, "actions/checkout@") {
					assert.Equal(t, "false", step.With["persist-credentials"], "%s: %s: programs of a pull request could read the token", path, name)
				}
			}
		}
	}
}

// What workflows name in this repository is there.
func TestWorkflowsNameWhatExists(t *testing.T) {
	t.Parallel()
	for _, path := range workflowFiles(t) {
		w, text := readWorkflow(t, path)
		for _, job := range w.Jobs {
			for _, step := range job.Steps {
				if file := step.With["go-version-file"]; file != "" {
					assert.FileExists(t, filepath.Join("..", strings.TrimPrefix(file, ".groundwork/")), path)
				}
				if script, found := strings.CutPrefix(step.Run, "bash "); found {
					assert.FileExists(t, filepath.Join("..", script), path)
				}
			}
		}
		for _, build := range cloneBuild.FindAllStringSubmatch(text, -1) {
			assert.DirExists(t, filepath.Join("..", build[1]), path)
		}
	}
	_, text := readWorkflow(t, reusable)
	assert.Len(t, cloneBuild.FindAllString(text, -1), 2, "the sandbox and the report")
}

// Inputs and secrets are declared, used, described, and explained on the page.
func TestInputsOfTheReusableWorkflow(t *testing.T) {
	t.Parallel()
	w, text := readWorkflow(t, reusable)
	page, err := os.ReadFile("ci.md")
	require.NoError(t, err)
	inputs, secrets := w.On.Call.Inputs, w.On.Call.Secrets
	require.NotEmpty(t, inputs)
	assert.Equal(t, declared(inputs), used(inputUse, text))
	assert.Equal(t, declared(secrets), used(secretUse, text))
	for name, input := range inputs {
		assert.NotEmpty(t, input.Description, name)
		assert.NotEmpty(t, input.Type, name)
		assert.NotEqual(t, input.Required, input.Default != nil, "%s: required, or with a default", name)
		assert.Contains(t, string(page), "| `"+name+"` |")
	}
	for name, secret := range secrets {
		assert.NotEmpty(t, secret.Description, name)
		assert.Contains(t, string(page), "`"+name+"`")
	}
}

// A project that reads other stacks comes up together with theirs; its own tests run in its own folder.
func TestTheSandboxTakesAFolderOfItsOwn(t *testing.T) {
	t.Parallel()
	w, _ := readWorkflow(t, reusable)
	folders := map[string]string{}
	for _, step := range w.Jobs["sandbox"].Steps {
		folders[step.Name] = cmp.Or(step.Env["FOLDER"], step.Folder)
	}
	assert.Equal(t, "${{ inputs.sandbox-folder || inputs.folder }}", folders["Sandbox"])
	assert.Equal(t, "${{ inputs.folder }}", folders["Tests"])
	assert.Empty(t, w.On.Call.Inputs["sandbox-folder"].Default)
}

func declared(names map[string]workflowInput) []string {
	var all []string
	for name := range names {
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}

func used(pattern *regexp.Regexp, text string) []string {
	var all []string
	for _, match := range pattern.FindAllStringSubmatch(text, -1) {
		all = append(all, match[1])
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// The workflow pins the CLI of the SDK that a template pins. The test of the templates compares the versions of the library.
func TestTheCLIIsThatOfTheSDK(t *testing.T) {
	t.Parallel()
	module, err := os.ReadFile("../templates/service/go.mod")
	require.NoError(t, err)
	match := regexp.MustCompile(`(?m)^\tgithub\.com/pulumi/pulumi/sdk/v3 v(\S+)$`).FindStringSubmatch(string(module))
	require.NotEmpty(t, match)
	w, _ := readWorkflow(t, reusable)
	assert.Equal(t, match[1], w.On.Call.Inputs["pulumi-version"].Default)
}

var (
	yamlBlock    = regexp.MustCompile("(?s)```yaml\n(.*?)```\n")
	templateName = regexp.MustCompile(`groundwork-go/groundwork/(templates/\w+)`)
)

// The page's workflows are valid: they parse, call a workflow that exists with inputs it has, and give all that it needs.
func TestThePageOnCI(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile("ci.md")
	require.NoError(t, err)
	page := string(content)
	called, _ := readWorkflow(t, reusable)
	calls := 0
	for _, block := range yamlBlock.FindAllStringSubmatch(page, -1) {
		var w workflow
		require.NoError(t, yaml.Unmarshal([]byte(block[1]), &w), block[1])
		if w.Name != "" {
			assert.NotEmpty(t, w.On.Push.Branches, "a push to a pull request would run everything twice")
			assert.Contains(t, w.Concurrency.Group, "${{ github.ref }}")
			assert.Equal(t, "${{ github.event_name == 'pull_request' }}", w.Concurrency.Cancel, "an update must come to its end")
		}
		for name, job := range w.Jobs {
			file, _, _ := strings.Cut(job.Uses, "@")
			path, found := strings.CutPrefix(file, "groundwork-go/groundwork/")
			require.True(t, found, name)
			assert.FileExists(t, filepath.Join("..", path))
			assert.True(t, strings.HasSuffix(job.Uses, "@"+job.With["groundwork-ref"].(string)), "%s: workflow and commands of one version", name)
			assert.IsType(t, map[string]any{}, job.Secrets, "%s: secrets are inherited within one organization only", name)
			if backend, _ := job.With["backend-url"].(string); strings.HasPrefix(backend, "s3://") {
				assert.Subset(t, slices.Collect(maps.Keys(job.With)), []string{"aws-region", "aws-preview-role", "aws-up-role"}, "%s: the state is on AWS", name)
			}
			for input := range job.With {
				assert.Contains(t, called.On.Call.Inputs, input, name)
			}
			for input, declared := range called.On.Call.Inputs {
				if declared.Required {
					assert.Contains(t, job.With, input, name)
				}
			}
			calls++
		}
	}
	assert.Positive(t, calls)
	templates := templateName.FindAllStringSubmatch(page, -1)
	assert.NotEmpty(t, templates)
	for _, name := range templates {
		assert.FileExists(t, filepath.Join("..", name[1], "Pulumi.yaml"))
	}
}
