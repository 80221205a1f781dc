package sandbox

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// shortSecret is too short to tell from what stands in a state anyway.
const shortSecret = 8

// secret is who has a secret text, in words, and the resource. A value of the configuration has none.
type secret struct {
	owner string
	urn   resource.URN
}

// searchSecrets looks for the secrets of the stack where they can be read.
func (p *prover) searchSecrets(ctx context.Context, result *Result, s *survey) error {
	secrets, err := p.secrets(ctx, result.Resources, s.blocks)
	if err != nil {
		return err
	}
	sealed, err := p.stage.ExportState(p.member.Stack.String())
	if err != nil {
		return err
	}
	var state struct {
		Deployment struct{ Resources []map[string]any }
	}
	if err := json.Unmarshal(sealed, &state); err != nil {
		return err
	}
	open, named := map[string]string{}, map[string]int{} // texts that can be read, by where; resources of a name
	for _, r := range state.Deployment.Resources {
		urn, _ := r["urn"].(string)
		name := resource.URN(urn).Name()
		if named[name]++; named[name] > 1 {
			name += fmt.Sprintf(" (%d)", named[name])
		}
		collectTexts(r, name, open)
	}
	for i, d := range result.Diagnostics {
		open["message "+strconv.Itoa(i+1)] = d.Message
	}
	s.proof.Secrets = len(secrets)
	for text, of := range secrets {
		if places := placesOf(text, open); len(places) > 0 {
			s.note(of.urn, fmt.Errorf("a secret of %s stands in plain text in %s", of.owner, strings.Join(places, ", ")))
		}
	}
	slices.Sort(s.proof.Problems)
	return nil
}

// collectTexts gathers the texts of a part of an exported state, by their paths.
func collectTexts(part any, path string, texts map[string]string) {
	switch part := part.(type) {
	case string:
		texts[path] = part
	case []any:
		for i, each := range part {
			collectTexts(each, path+"."+strconv.Itoa(i), texts)
		}
	case map[string]any:
		for key, each := range part {
			collectTexts(each, path+"."+key, texts)
		}
	}
}

// placesOf lists where a secret can be read: as it is, in JSON or in base64.
func placesOf(secret string, texts map[string]string) (places []string) {
	forms := []string{secret, base64.StdEncoding.EncodeToString([]byte(secret))}
	if quoted, err := json.Marshal(secret); err == nil {
		forms = append(forms, strings.Trim(string(quoted), `"`))
	}
	for _, place := range slices.Sorted(maps.Keys(texts)) {
		if slices.ContainsFunc(forms, func(form string) bool { return strings.Contains(texts[place], form) }) {
			places = append(places, place)
		}
	}
	return places
}

// secrets are the secret texts of the stack, each with what has it. Those of its resources are counted for their blocks, too.
func (p *prover) secrets(ctx context.Context, resources []Resource, b *blocks) (map[string]secret, error) {
	found, ofBlocks := map[string]secret{}, map[*BlockProof]map[string]bool{}
	resources = slices.SortedFunc(slices.Values(resources), func(a, b Resource) int {
		return cmp.Or(order(!a.Custom, !b.Custom), cmp.Compare(a.URN, b.URN)) // components and the stack hand on what others have
	})
	for _, r := range resources {
		for text := range secretsOf(r) {
			if _, known := found[text]; !known {
				found[text] = secret{r.URN.Name(), r.URN}
			}
			if !r.Custom {
				continue
			}
			block := b.of(r.URN)
			if ofBlocks[block] == nil {
				ofBlocks[block] = map[string]bool{}
			}
			ofBlocks[block][text] = true
			block.Secrets = len(ofBlocks[block])
		}
	}
	var o operation
	for _, option := range p.options {
		option(&o)
	}
	project, err := p.stage.loadProject(p.member.Stack, p.program, o)
	if err != nil {
		return nil, err
	}
	state := p.stage.stacks[p.member.Stack]
	settings, err := p.stage.configuration(ctx, p.member.Stack, project, state, o.config)
	if err != nil {
		return nil, err
	}
	for key, value := range settings {
		if !value.Secure() {
			continue
		}
		texts, err := value.SecureValues(state.vault.Decrypter())
		if err != nil {
			return nil, err
		}
		for _, text := range texts {
			if len(text) >= shortSecret {
				found[text] = secret{owner: "the configuration value " + key.String()}
			}
		}
	}
	return found, nil
}

// secretsOf gathers the secret texts of a resource. Some providers mark a whole map as secret that is no secret, such as all labels of
// a resource: what the program itself put into a map of this resource in plain text is none.
func secretsOf(r Resource) map[string]bool {
	plain, found := map[string]bool{}, map[string]bool{}
	for _, input := range r.Inputs {
		if input.IsObject() {
			eachText(input, func(text string, secret, _ bool) {
				if !secret {
					plain[text] = true
				}
			})
		}
	}
	for _, properties := range []resource.PropertyMap{r.Inputs, r.Outputs} {
		eachText(resource.NewObjectProperty(properties), func(text string, secret, inMap bool) {
			if secret && len(text) >= shortSecret && (!inMap || !plain[text]) {
				found[text] = true
			}
		})
	}
	return found
}

// eachText tells of every text in a value, whether it is secret, and whether it is so as a part of a map.
func eachText(v resource.PropertyValue, tell func(text string, secret, inMap bool)) {
	var visit func(v resource.PropertyValue, secret, inMap bool)
	visit = func(v resource.PropertyValue, secret, inMap bool) {
		switch {
		case v.IsSecret():
			visit(v.SecretValue().Element, true, inMap)
		case v.IsString():
			tell(v.StringValue(), secret, inMap)
		case v.IsArray():
			for _, each := range v.ArrayValue() {
				visit(each, secret, inMap)
			}
		case v.IsObject():
			for _, each := range v.ObjectValue() {
				visit(each, secret, secret)
			}
		}
	}
	visit(v, false, false)
}
