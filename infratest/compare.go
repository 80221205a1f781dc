package infratest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// compareGolden lists what differs between two rendered graphs: whole resources that came or went, and single values of the others.
// Empty means equal.
func compareGolden(want, got []byte) (string, error) {
	golden, err := flatten(want)
	if err != nil {
		return "", fmt.Errorf("reading the golden file: %w", err)
	}
	now, err := flatten(got)
	if err != nil {
		return "", err
	}
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(merged(golden, now))) {
		before, inGolden := golden[name]
		after, inNow := now[name]
		switch {
		case !inNow:
			lines = append(lines, "- "+name)
		case !inGolden:
			lines = append(lines, "+ "+name)
		default:
			lines = append(lines, compareValues(name, before, after)...)
		}
	}
	return strings.Join(lines, "\n"), nil
}

func compareValues(name string, before, after map[string]string) []string {
	var lines []string
	for _, path := range slices.Sorted(maps.Keys(merged(before, after))) {
		b, inBefore := before[path]
		a, inAfter := after[path]
		if inBefore == inAfter && a == b {
			continue
		}
		if inBefore {
			lines = append(lines, fmt.Sprintf("  - %s: %s", path, b))
		}
		if inAfter {
			lines = append(lines, fmt.Sprintf("  + %s: %s", path, a))
		}
	}
	if len(lines) > 0 {
		lines = append([]string{"~ " + name}, lines...)
	}
	return lines
}

func merged[V any](a, b map[string]V) map[string]V {
	out := maps.Clone(a)
	maps.Copy(out, b)
	return out
}

// flatten turns a rendered graph into resource -> path -> value.
func flatten(text []byte) (map[string]map[string]string, error) {
	var doc struct {
		Resources []map[string]any `json:"resources"`
		Outputs   map[string]any   `json:"outputs"`
	}
	if err := json.Unmarshal(text, &doc); err != nil {
		return nil, err
	}
	all := map[string]map[string]string{}
	for _, r := range doc.Resources {
		name := fmt.Sprintf("%v %q", r["type"], r["name"])
		if parent, ok := r["parent"]; ok {
			name += fmt.Sprintf(" under %q", parent)
		}
		for i := 2; all[name] != nil; i++ { // the same type and name under parents of one name
			name = strings.TrimSuffix(name, fmt.Sprintf(" #%d", i-1)) + fmt.Sprintf(" #%d", i)
		}
		all[name] = map[string]string{}
		flattenInto(all[name], "", r)
	}
	if len(doc.Outputs) > 0 {
		all["outputs"] = map[string]string{}
		flattenInto(all["outputs"], "", doc.Outputs)
	}
	return all, nil
}

func flattenInto(out map[string]string, path string, v any) {
	switch v := v.(type) {
	case map[string]any:
		if len(v) == 0 {
			out[path] = "{}"
		}
		for k, each := range v {
			flattenInto(out, joinKey(path, k), each)
		}
	case []any:
		if len(v) == 0 {
			out[path] = "[]"
		}
		for i, each := range v {
			flattenInto(out, path+"["+strconv.Itoa(i)+"]", each)
		}
	case string:
		out[path] = strconv.Quote(v)
	default:
		out[path] = fmt.Sprint(v)
	}
}

// joinKey adds a key to a property path, in the syntax that Resource.Input reads.
func joinKey(path, key string) string {
	if strings.ContainsAny(key, `.[]"`) || key == "" {
		return path + "[" + strconv.Quote(key) + "]"
	}
	if path == "" {
		return key
	}
	return path + "." + key
}
