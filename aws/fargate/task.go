package fargate

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/awsform"
	"github.com/groundwork-go/groundwork/internal/ecstask"
)

const (
	// defaultUser is the number that many images without a shell give to their user.
	defaultUser = "65532"
	// defaultWritablePath is where programs put what they need for a moment.
	defaultWritablePath = "/tmp"
)

// Limits of a task.
const (
	minEphemeralGB = 21 // ECS API reference, EphemeralStorage
	maxEphemeralGB = 200
	maxVariable    = 255  // our own bound, so that an error can show the name
	maxPolicyName  = 64   // our own bound: the name is part of a logical name
	maxPath        = 1024 // our own bound
)

const (
	needVariable = "a name of letters, digits and underscores that does not begin with a digit"
	needPolicy   = "a policy as JSON"
	needUser     = "a number, or number:group, such as 65532 or 65532:65532"
	needPath     = "an absolute path in its shortest form, such as /var/cache, and neither the root nor below /dev, /proc or /sys"
)

var (
	variableName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
	policyName   = regexp.MustCompile(`^[a-z]([a-z0-9-]*[a-z0-9])?$`)
	taskUser     = regexp.MustCompile(`^([0-9]{1,9}|root)(:([0-9]{1,9}|root))?$`)
	writablePath = regexp.MustCompile(`^(/[A-Za-z0-9._-]+)+$`)
)

// withDefaults returns a copy with every default filled in. Maps and slices are shared with the caller's value and only
// read. An empty list of writable paths that is not nil stays empty.
func (t *Task) withDefaults() *Task {
	d := *t
	d.CPU = cmp.Or(d.CPU, ecstask.LeastCPU)
	d.MemoryMB = cmp.Or(d.MemoryMB, ecstask.LeastMemory(d.CPU))
	d.Architecture = cmp.Or(d.Architecture, X8664)
	d.User = cmp.Or(d.User, defaultUser)
	if d.WritablePaths == nil && !d.AllowWritableRoot {
		d.WritablePaths = []string{defaultWritablePath}
	}
	return &d
}

// check reports what is wrong with a task that has its defaults. prefix is put in front of the field names.
func (t *Task) check(p *component.Problems, prefix string, profile component.Profile) {
	t.checkImage(p, prefix, profile)
	ecstask.CheckSize(p, prefix, t.CPU, t.MemoryMB)
	p.OneOf(prefix+"Architecture", string(t.Architecture), string(X8664), string(ARM64))
	t.checkVariables(p, prefix)
	t.checkAccess(p, prefix)
	t.checkFileSystem(p, prefix)
}

// checkVariables checks names and, where they are known, values.
func (t *Task) checkVariables(p *component.Problems, prefix string) {
	for _, name := range slices.Sorted(maps.Keys(t.Environment)) {
		field := variableField(prefix, "Environment", name)
		checkVariableName(p, field, name)
		if !component.Given(t.Environment[name]) {
			p.Add(field, "a value", nil)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(t.Secrets)) {
		field := variableField(prefix, "Secrets", name)
		checkVariableName(p, field, name)
		if _, twice := t.Environment[name]; twice {
			p.Addf(field, "a variable of its own", "one that Environment has too")
		}
		checkReference(p, field, t.Secrets[name])
	}
}

func checkVariableName(p *component.Problems, field, name string) {
	if len(name) > maxVariable {
		p.Addf(field, fmt.Sprintf("a name of at most %d characters", maxVariable), "%d", len(name))
		return
	}
	p.Match(field, needVariable, name, variableName)
}

func variableField(prefix, field, name string) string {
	return fmt.Sprintf("%s%s[%q]", prefix, field, name)
}

// checkAccess checks who the task is, inside and on AWS.
func (t *Task) checkAccess(p *component.Problems, prefix string) {
	if p.Match(prefix+"User", needUser, t.User, taskUser) && !t.AllowRoot && isRoot(t.User) {
		p.Add(prefix+"User", "a user that is not root, or AllowRoot", t.User)
	}
	for i, key := range t.SecretKMSKeyARNs {
		awsform.KeyARN.Require(p, fmt.Sprintf("%sSecretKMSKeyARNs[%d]", prefix, i), key)
	}
	for _, name := range slices.Sorted(maps.Keys(t.Policies)) {
		field := fmt.Sprintf("%sPolicies[%q]", prefix, name)
		if len(name) > maxPolicyName || !policyName.MatchString(name) {
			p.Add(field, fmt.Sprintf("a name of at most %d lower-case letters, digits and hyphens, beginning with a letter", maxPolicyName), name)
		}
		if !p.Require(field, needPolicy, t.Policies[name]) {
			continue
		}
		value, _ := component.Known(t.Policies[name])
		if text, isText := value.(string); isText && !isPolicy(text) {
			p.Add(field, needPolicy, text)
		}
	}
}

// isRoot says whether a user of the right form is root, in whatever way it is written.
func isRoot(user string) bool {
	name, _, _ := strings.Cut(user, ":")
	number, err := strconv.Atoi(name)
	return err != nil || number == 0
}

// isPolicy says whether a text is a JSON object; what it grants is the caller's business.
func isPolicy(text string) bool {
	var object map[string]any
	return json.Unmarshal([]byte(text), &object) == nil && object != nil
}

func (t *Task) checkFileSystem(p *component.Problems, prefix string) {
	for i, each := range t.WritablePaths {
		field := fmt.Sprintf("%sWritablePaths[%d]", prefix, i)
		switch {
		case len(each) > maxPath:
			p.Addf(field, fmt.Sprintf("at most %d characters", maxPath), "%d", len(each))
		case !writablePath.MatchString(each) || path.Clean(each) != each || isKernelPath(each):
			p.Add(field, needPath, each)
		case slices.Contains(t.WritablePaths[:i], each):
			p.Addf(field, "a path of its own", "%q a second time", each)
		case t.Debug && slices.Contains(agentPaths(), each):
			p.Add(field, "another path: Debug makes this one writable", each)
		}
	}
	if t.EphemeralStorageGB != 0 {
		p.Between(prefix+"EphemeralStorageGB", t.EphemeralStorageGB, minEphemeralGB, maxEphemeralGB)
	}
}

// isKernelPath says whether a path is in a tree that the kernel makes.
func isKernelPath(each string) bool {
	top, _, _ := strings.Cut(strings.TrimPrefix(each, "/"), "/")
	return slices.Contains([]string{"dev", "proc", "sys"}, top)
}

// agentPaths are what the agent of ECS Exec writes to.
func agentPaths() []string {
	return []string{"/managed-agents", "/var/lib/amazon/ssm", "/var/log/amazon/ssm"}
}
