package sandbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// buried lists the API servers of the Kubernetes clusters that any stack of the folder has deleted. Each stack has a
// simulated cloud of its own there, and objects of one stack may live in the cluster of another.
func (c *Cloud) buried() ([]string, error) {
	logs, err := fs.Glob(os.DirFS(c.options.Folder), "stacks/*/*/*/"+objectsFile)
	if err != nil {
		return nil, err
	}
	var servers []string
	for _, log := range logs {
		graves, err := readGraves(filepath.Join(c.options.Folder, filepath.FromSlash(log)))
		if err != nil {
			return nil, err
		}
		for _, grave := range graves {
			servers = append(servers, grave.Serves)
		}
	}
	slices.Sort(servers)
	return slices.Compact(servers), nil
}

// readGraves finds the lines of an object log that tell of a Kubernetes cluster's end. They need no vault.
func readGraves(log string) ([]objectLine, error) {
	content, err := os.ReadFile(log)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	latest := map[string]objectLine{}
	for text := range bytes.Lines(content) {
		if !bytes.Contains(text, []byte(`"serves"`)) || !bytes.HasSuffix(text, []byte("\n")) {
			continue
		}
		var line objectLine
		if err := json.Unmarshal(text, &line); err != nil {
			return nil, fmt.Errorf("read %s: %w", objectsFile, err)
		}
		latest[line.Serves] = line
	}
	var graves []objectLine
	for _, line := range latest {
		if line.Op == Delete {
			graves = append(graves, line)
		}
	}
	slices.SortFunc(graves, func(a, b objectLine) int { return strings.Compare(a.Serves, b.Serves) })
	return graves, nil
}
