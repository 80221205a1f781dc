package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"go/build"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/sandbox"
	"github.com/groundwork-go/groundwork/sandbox/internal/programs"
)

const (
	root      = "../../.."
	proofPage = root + "/docs/proof.md"
)

var everything = flag.Bool("proof", false, "break the updates of all examples, which takes minutes, and compare with docs/proof.md")

var proofOutput = regexp.MustCompile(`(?s)(<!-- output: proof of all examples -->\n\n)(.*?)(\n<!-- output: end -->\n)`)

// The page shows what the command prints for all examples. Without -proof it is held to the stacks, blocks and controls that there are.
func TestProofPage(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile(proofPage)
	require.NoError(t, err)
	shown := proofOutput.FindStringSubmatch(string(content))
	require.NotNil(t, shown, "%s has no output", proofPage)
	want := withControls(t, shown[2])
	if *everything {
		want = proofOfAllExamples(t)
	}
	if *update {
		text := strings.Replace(string(content), shown[0], shown[1]+want+shown[3], 1)
		require.NoError(t, os.WriteFile(proofPage, []byte(text), 0o644))
	}
	assertREADMEShows(t, want)
	if *update {
		return
	}
	require.Equal(t, shown[2], want, "%s is out of date: go test ./sandbox/cmd/sandbox -run ProofPage -proof -update", proofPage)
	assert.ElementsMatch(t, exampleStacks(t), column(shown[2], "stack", 0))
	assert.Contains(t, shown[2], "Left out, without a configuration file for the stack: examples/raw-to-blocks/after, examples/raw-to-blocks/before\n")
	assertEveryBlockIsProved(t, string(content), column(shown[2], "block", 0))
}

// assertREADMEShows finds the table of stacks in the README.
func assertREADMEShows(t *testing.T, output string) {
	t.Helper()
	content, err := os.ReadFile(readme)
	require.NoError(t, err)
	table, _, _ := strings.Cut(output, "\n\n")
	want := fmt.Sprintf("$ go run ./sandbox/cmd/sandbox proof ./examples -s staging | head -%d\n%s\n", strings.Count(table, "\n")+1, table)
	block := regexp.MustCompile("(?s)(<!-- output: proof -->\n```console\n)(.*?)(```\n)").FindStringSubmatch(string(content))
	require.NotNil(t, block, "%s has no output \"proof\"", readme)
	if *update {
		text := strings.Replace(string(content), block[0], block[1]+want+block[3], 1)
		require.NoError(t, os.WriteFile(readme, []byte(text), 0o644))
		return
	}
	assert.Equal(t, want, block[2], "the README is out of date: go test ./sandbox/cmd/sandbox -run ProofPage -update")
}

// proofOfAllExamples is what the command prints. It is built for that: what the tests are built with makes it slow.
func proofOfAllExamples(t *testing.T) string {
	t.Helper()
	folder, err := os.Getwd()
	require.NoError(t, err)
	command := filepath.Join(t.TempDir(), "sandbox")
	require.NoError(t, programs.Compile(t.Context(), folder, command))
	run := exec.Command(command, "proof", "./examples", "-s", "staging")
	run.Dir = root
	var message strings.Builder
	run.Stderr = &message
	output, err := run.Output()
	require.NoError(t, err, "%s%s", output, message.String())
	return string(output)
}

// exampleStacks are the names of the stacks that the command proves.
func exampleStacks(t *testing.T) []string {
	t.Helper()
	members, _, err := (&invocation{stack: "staging"}).provable(root + "/examples")
	require.NoError(t, err)
	var proofs []sandbox.Proof
	for _, m := range members {
		proofs = append(proofs, sandbox.Proof{Stack: m.Stack, Folder: m.Folder})
	}
	return stackLabels(proofs)
}

// column lists the cells of a column in the table whose first column has a title.
func column(text, title string, n int) (cells []string) {
	_, table, _ := strings.Cut(text, "| "+title+" | ")
	for i, line := range strings.Split(table, "\n") {
		switch {
		case i < 2: // the rest of the head
		case !strings.HasPrefix(line, "| "):
			return cells
		default:
			cells = append(cells, strings.Split(strings.Trim(line, "| "), " | ")[n])
		}
	}
	return cells
}

// withControls is a text with the controls of today in the rows of the library's blocks.
func withControls(t *testing.T, text string) string {
	t.Helper()
	content, err := os.ReadFile("../../controls.json")
	require.NoError(t, err)
	var all map[string][]string
	require.NoError(t, json.Unmarshal(content, &all))
	row := regexp.MustCompile(`(?m)^(\| groundwork:([^:]+):.* (?:yes|no) \|).*\|$`)
	return row.ReplaceAllStringFunc(text, func(line string) string {
		parts := row.FindStringSubmatch(line)
		return parts[1] + " " + strings.Join(all[parts[2]], ", ") + " |"
	})
}

// assertEveryBlockIsProved finds every block of the library in the table, where an example has it, or below it with a test that breaks it.
func assertEveryBlockIsProved(t *testing.T, page string, proved []string) {
	t.Helper()
	tests, used := sources(t, root+"/sandbox/lifecycle"), sources(t, root+"/examples")
	token := regexp.MustCompile(`Token += "(groundwork:([^"]+):\w+)"`)
	found := 0
	for _, family := range []string{"aws", "elasticcloud", "gcp", "k8s", "twingate"} {
		for _, match := range token.FindAllStringSubmatch(sources(t, root+"/"+family), -1) {
			found++
			if slices.Contains(proved, match[1]) {
				assert.Contains(t, used, `"github.com/groundwork-go/groundwork/`+match[2]+`"`, "%s is in no example any more", match[1])
				continue
			}
			named := regexp.MustCompile("`" + regexp.QuoteMeta(match[1]) + "`[^\n]*`(Test\\w+)`").FindStringSubmatch(page)
			if assert.NotNil(t, named, "%s is neither in the table nor below it", match[1]) {
				assert.Contains(t, tests, "func "+named[1]+"(")
			}
		}
	}
	assert.Positive(t, found)
}

// sources is the Go code in a folder; in that of the library and of the examples without tests.
func sources(t *testing.T, folder string) string {
	t.Helper()
	var all strings.Builder
	require.NoError(t, filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		pkg, err := build.ImportDir(path, 0)
		if err != nil {
			return nil // a folder without Go code
		}
		files := pkg.GoFiles
		if strings.HasPrefix(folder, root+"/sandbox") {
			files = slices.Concat(files, pkg.TestGoFiles, pkg.XTestGoFiles)
		}
		for _, file := range files {
			content, err := os.ReadFile(filepath.Join(path, file))
			if err != nil {
				return err
			}
			all.Write(content)
		}
		return nil
	}))
	return all.String()
}
