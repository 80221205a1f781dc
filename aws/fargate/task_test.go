package fargate_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/fargate"
	"github.com/groundwork-go/groundwork/component"
)

// TestSizes goes through every multiple of 256 MiB for every CPU size that exists.
func TestSizes(t *testing.T) {
	t.Parallel()
	steps := func(low, high, step int) (all []int) {
		for memory := low; memory <= high; memory += step {
			all = append(all, memory)
		}
		return all
	}
	for cpu, memories := range map[int][]int{
		256: {512, 1024, 2048}, 512: {1024, 2048, 3072, 4096}, 1024: steps(2048, 8192, 1024), 2048: steps(4096, 16384, 1024),
		4096: steps(8192, 30720, 1024), 8192: steps(16384, 61440, 4096), 16384: steps(32768, 122880, 8192),
	} {
		t.Run(fmt.Sprint(cpu), func(t *testing.T) {
			t.Parallel()
			for memory := 256; memory <= 131072; memory += 256 {
				args := &fargate.TaskArgs{Task: fargate.Task{CPU: cpu, MemoryMB: memory}}
				var refused []string
				for _, problem := range component.FieldErrors(args.Validate()) {
					if problem.Field == "Task.MemoryMB" || problem.Field == "Task.CPU" {
						refused = append(refused, problem.Field)
					}
				}
				assert.Equal(t, !slices.Contains(memories, memory), len(refused) > 0, "%d MiB: %v", memory, refused)
			}
			definition := makeTask(t, func(task *fargate.Task) { task.CPU = cpu }).One(t, definitionToken)
			assert.Equal(t, []any{fmt.Sprint(cpu), fmt.Sprint(memories[0])}, []any{definition.Value("cpu"), definition.Value("memory")},
				"the least is the default")
		})
	}
}

func TestRefusedSizes(t *testing.T) {
	t.Parallel()
	sized := func(cpu, memory int) func(*fargate.TaskArgs) {
		return func(a *fargate.TaskArgs) { a.Task.CPU, a.Task.MemoryMB = cpu, memory }
	}
	refusedTask(t, map[string]refusal{
		"no such CPU":   {sized(300, 0), "Task.CPU: need 256, 512, 1024, 2048, 4096, 8192 or 16384, got 300"},
		"negative":      {sized(-256, 512), "Task.CPU: need 256, 512, 1024, 2048, 4096, 8192 or 16384, got -256"},
		"256 with 8 GB": {sized(256, 8192), "Task.MemoryMB: need 512, 1024 or 2048 for CPU 256, got 8192"},
		"between steps": {sized(512, 1536), "Task.MemoryMB: need 1024 to 4096 in steps of 1024 for CPU 512, got 1536"},
		"too little":    {sized(4096, 4096), "Task.MemoryMB: need 8192 to 30720 in steps of 1024 for CPU 4096, got 4096"},
		"coarse steps":  {sized(16384, 40000), "Task.MemoryMB: need 32768 to 122880 in steps of 8192 for CPU 16384, got 40000"},
		"architecture":  {func(a *fargate.TaskArgs) { a.Task.Architecture = "arm64" }, `Task.Architecture: need X86_64 or ARM64, got "arm64" (did you mean ARM64?)`},
		"small disk":    {func(a *fargate.TaskArgs) { a.Task.EphemeralStorageGB = 20 }, "Task.EphemeralStorageGB: need 21 to 200, got 20"},
		"large disk":    {func(a *fargate.TaskArgs) { a.Task.EphemeralStorageGB = 201 }, "Task.EphemeralStorageGB: need 21 to 200, got 201"},
		"no retention": {
			func(a *fargate.TaskArgs) { a.LogRetentionDays = 8 },
			"LogRetentionDays: need a number of days that CloudWatch Logs offers: " +
				"1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653, got 8",
		},
		"no key": {
			func(a *fargate.TaskArgs) { a.KMSKeyARN = pulumi.String("alias/logs") },
			`KMSKeyARN: need a key's full ARN, such as arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab, got "alias/logs"`,
		},
		"unknown profile": {func(a *fargate.TaskArgs) { a.Profile = 7 }, "Profile: need production or development, got Profile(7)"},
	})
}

func TestRefusedImages(t *testing.T) {
	t.Parallel()
	const need = "Task.Image: need an image, [registry/]name with a :tag or, better, @sha256:digest, got "
	const movable = "Task.Image: need an image with a digest or a tag that never moves, or AllowMutableTag, got "
	all := map[string]refusal{}
	refuse := func(image, want string) {
		all[image] = refusal{func(a *fargate.TaskArgs) { a.Task.Image = pulumi.String(image) }, want + fmt.Sprintf("%q", image)}
	}
	for _, image := range []string{
		"Web:v1", "web v1", "web:", ":v1", "web@sha256:0123", "web@md5:" + strings.Repeat("0", 64), "https://registry.example.com/web:v1",
		"web:v1:v2", "/web:v1", "web/:v1", "-web:v1",
		"registry.example.com:x/web:v1", strings.Repeat("w", 256),
	} {
		refuse(image, need)
	}
	for _, image := range []string{"web", "web:latest", "registry.example.com:5000/shop/web", "123456789012.dkr.ecr.eu-central-1.amazonaws.com/web:latest"} {
		refuse(image, movable)
	}
	all["nothing"] = refusal{func(a *fargate.TaskArgs) { a.Task.Image = pulumi.String("") }, need + "nothing"}
	refusedTask(t, all)
}

func TestAcceptedImages(t *testing.T) {
	t.Parallel()
	for image, change := range map[string]func(*fargate.TaskArgs){
		firstImage:                            nil,
		privateImage:                          nil,
		"web:v1":                              nil,
		"localhost:5000/a/b_c/d.e--f:V1.2-3_": nil,
		"web:latest@sha256:" + strings.Repeat("a", 64): nil,
		"web:latest": func(a *fargate.TaskArgs) { a.Task.AllowMutableTag = true },
		"web":        func(a *fargate.TaskArgs) { a.Profile = component.Development },
	} {
		t.Run(image, func(t *testing.T) {
			t.Parallel()
			for _, given := range []pulumi.StringInput{pulumi.String(image), pulumi.String(image).ToStringOutput()} {
				graph, err := tryTask(func(_ *pulumi.Context, a *fargate.TaskArgs) {
					a.Task.Image = given
					if change != nil {
						change(a)
					}
				})
				require.NoError(t, err)
				assert.Equal(t, image, containerOf(t, graph.One(t, definitionToken))["image"])
			}
		})
	}
}

func TestRefusedVariables(t *testing.T) {
	t.Parallel()
	const need = "need a name of letters, digits and underscores that does not begin with a digit, got "
	environment := func(name string, value pulumi.StringInput) func(*fargate.TaskArgs) {
		return func(a *fargate.TaskArgs) { a.Task.Environment = map[string]pulumi.StringInput{name: value} }
	}
	secrets := func(name string, value pulumi.StringInput) func(*fargate.TaskArgs) {
		return func(a *fargate.TaskArgs) { a.Task.Secrets = map[string]pulumi.StringInput{name: value} }
	}
	const reference = "need the full ARN of a secret, with :key:stage:version or nothing behind it, or of a parameter of Systems Manager; " +
		"see secret.Secret.Ref and SecretValue, got "
	all := map[string]refusal{
		"space":       {environment("LOG LEVEL", pulumi.String("x")), `Task.Environment["LOG LEVEL"]: ` + need + `"LOG LEVEL"`},
		"digit":       {environment("1ST", pulumi.String("x")), `Task.Environment["1ST"]: ` + need + `"1ST"`},
		"no name":     {environment("", pulumi.String("x")), `Task.Environment[""]: ` + need + "nothing"},
		"no value":    {environment("LEVEL", nil), `Task.Environment["LEVEL"]: need a value, got nothing`},
		"secret name": {secrets("A-B", pulumi.String(theSecret)), `Task.Secrets["A-B"]: ` + need + `"A-B"`},
		"no secret":   {secrets("TOKEN", nil), `Task.Secrets["TOKEN"]: ` + reference + "nothing"},
		"both": {func(a *fargate.TaskArgs) {
			environment("TOKEN", pulumi.String("x"))(a)
			secrets("TOKEN", pulumi.String(theSecret))(a)
		}, `Task.Secrets["TOKEN"]: need a variable of its own, got one that Environment has too`},
		"very long": {
			environment(strings.Repeat("X", 256), pulumi.String("x")),
			`Task.Environment["` + strings.Repeat("X", 256) + `"]: need a name of at most 255 characters, got 256`,
		},
		"long secret": {
			secrets(strings.Repeat("X", 256), pulumi.String(theSecret)),
			`Task.Secrets["` + strings.Repeat("X", 256) + `"]: need a name of at most 255 characters, got 256`,
		},
	}
	for _, value := range []string{
		"hunter2", "login", theSecret + ":password", theSecret + ":a:b:c:d", theSecret + ":pass word::", "arn:aws:secretsmanager:eu-central-1:123456789012:secret:",
		"arn:aws:ssm:eu-central-1:123456789012:parameter/", "arn:aws:ssm:eu-central-1:parameter/x", "arn:aws:s3:::bucket",
	} {
		all["secret "+value] = refusal{secrets("TOKEN", pulumi.String(value)), fmt.Sprintf(`Task.Secrets["TOKEN"]: %sanother text of %d characters`, reference, len(value))}
	}
	refusedTask(t, all)
}

func TestRefusedAccess(t *testing.T) {
	t.Parallel()
	const need = "Task.User: need a number, or number:group, such as 65532 or 65532:65532, got "
	user := func(name string) func(*fargate.TaskArgs) { return func(a *fargate.TaskArgs) { a.Task.User = name } }
	policy := func(name string, value pulumi.StringInput) func(*fargate.TaskArgs) {
		return func(a *fargate.TaskArgs) { a.Task.Policies = map[string]pulumi.StringInput{name: value} }
	}
	const policyName = "need a name of at most 64 lower-case letters, digits and hyphens, beginning with a letter, got "
	refusedTask(t, map[string]refusal{
		"name":        {user("app"), need + `"app"`},
		"negative":    {user("-1"), need + `"-1"`},
		"three parts": {user("1:2:3"), need + `"1:2:3"`},
		"root":        {user("root"), `Task.User: need a user that is not root, or AllowRoot, got "root"`},
		"zero":        {user("0"), `Task.User: need a user that is not root, or AllowRoot, got "0"`},
		"zeros":       {user("000:1000"), `Task.User: need a user that is not root, or AllowRoot, got "000:1000"`},
		"alias of a key": {func(a *fargate.TaskArgs) {
			a.Task.SecretKMSKeyARNs = []pulumi.StringInput{pulumi.String(theKey), pulumi.String("alias/x")}
		}, `Task.SecretKMSKeyARNs[1]: need a key's full ARN, such as arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab, got "alias/x"`},
		"no key": {
			func(a *fargate.TaskArgs) { a.Task.SecretKMSKeyARNs = []pulumi.StringInput{nil} },
			"Task.SecretKMSKeyARNs[0]: need a key's full ARN, such as arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab, got nothing",
		},
		"policy's name": {policy("Read", pulumi.String("{}")), `Task.Policies["Read"]: ` + policyName + `"Read"`},
		"long name": {
			policy(strings.Repeat("x", 65), pulumi.String("{}")),
			`Task.Policies["` + strings.Repeat("x", 65) + `"]: ` + policyName + `"` + strings.Repeat("x", 65) + `"`,
		},
		"no policy":     {policy("read", nil), `Task.Policies["read"]: need a policy as JSON, got nothing`},
		"not JSON":      {policy("read", pulumi.String("{")), `Task.Policies["read"]: need a policy as JSON, got "{"`},
		"not an object": {policy("read", pulumi.String("null")), `Task.Policies["read"]: need a policy as JSON, got "null"`},
		"too many groups": {func(a *fargate.TaskArgs) {
			a.ExtraSecurityGroupIDs = slices.Repeat([]pulumi.StringInput{pulumi.String("sg-1")}, 5)
		}, "ExtraSecurityGroupIDs: need at most 4: AWS takes 5 for a task, and one is the service's own, got 5"},
		"egress": {
			func(a *fargate.TaskArgs) { a.Egress = map[string]fargate.Egress{"db": {Port: 5432}} },
			`Egress["db"]: need exactly one of SecurityGroupID, CIDR and PrefixListID, got 0`,
		},
		"one subnet": {
			func(a *fargate.TaskArgs) { a.SubnetIDs = pulumi.ToStringArray([]string{"subnet-a"}) },
			"SubnetIDs: need 2 subnets or more, each in another zone, got 1",
		},
	})
}

func TestAllowRoot(t *testing.T) {
	t.Parallel()
	for _, user := range []string{"0", "root", "0:0", "root:root"} {
		graph := makeTask(t, func(task *fargate.Task) { task.User, task.AllowRoot = user, true })
		assert.Equal(t, user, containerOf(t, graph.One(t, definitionToken))["user"])
	}
	graph := makeTask(t, func(task *fargate.Task) { task.AllowRoot = true })
	assert.Equal(t, "65532", containerOf(t, graph.One(t, definitionToken))["user"], "allowed is not asked for")
	assert.Equal(t, "65532:0", containerOf(t, makeTask(t, func(task *fargate.Task) { task.User = "65532:0" }).One(t, definitionToken))["user"])
}

func TestRefusedPaths(t *testing.T) {
	t.Parallel()
	all := map[string]refusal{
		"twice": {func(a *fargate.TaskArgs) { a.Task.WritablePaths = []string{"/tmp", "/tmp"} }, `Task.WritablePaths[1]: need a path of its own, got "/tmp" a second time`},
		"agent's": {
			func(a *fargate.TaskArgs) { a.Task.WritablePaths, a.Task.Debug = []string{"/var/lib/amazon/ssm"}, true },
			`Task.WritablePaths[0]: need another path: Debug makes this one writable, got "/var/lib/amazon/ssm"`,
		},
		"too long": {
			func(a *fargate.TaskArgs) { a.Task.WritablePaths = []string{"/" + strings.Repeat("x", 1024)} },
			"Task.WritablePaths[0]: need at most 1024 characters, got 1025",
		},
	}
	for _, path := range []string{"", "/", "tmp", "./tmp", "/tmp/", "/var/../tmp", "/var//tmp", "/with space", "/a:ro", "/proc", "/sys/fs", "/dev/shm"} {
		got := fmt.Sprintf("%q", path)
		if path == "" {
			got = "nothing"
		}
		all["path "+path] = refusal{
			func(a *fargate.TaskArgs) { a.Task.WritablePaths = []string{path} },
			"Task.WritablePaths[0]: need an absolute path in its shortest form, such as /var/cache, and neither the root nor below /dev, /proc or /sys, got " + got,
		}
	}
	refusedTask(t, all)
}

// Everything that is wrong is told at once, and nothing is changed in the arguments.
func TestAllProblemsOfATaskAtOnce(t *testing.T) {
	t.Parallel()
	args := &fargate.TaskArgs{
		Profile: 9, LogRetentionDays: 2, Egress: map[string]fargate.Egress{"https": {}},
		Task: fargate.Task{
			CPU: 256, MemoryMB: 8192, User: "root", WritablePaths: []string{"tmp"}, EphemeralStorageGB: 1,
			Environment: map[string]pulumi.StringInput{"A": pulumi.String("x")}, Secrets: map[string]pulumi.StringInput{"A": pulumi.String("x")},
		},
	}
	var fields []string
	for _, problem := range component.FieldErrors(args.Validate()) {
		fields = append(fields, problem.Field)
	}
	assert.Equal(t, []string{
		"Tags", "Profile", "ClusterARN", "VPCID", "SubnetIDs", "Task.Image", "Task.MemoryMB", `Task.Secrets["A"]`, `Task.Secrets["A"]`, "Task.User",
		"Task.WritablePaths[0]", "Task.EphemeralStorageGB", `Egress["https"]`, `Egress["https"].Port`, `Egress["https"]`, "LogRetentionDays",
	}, fields)
	assert.Equal(t, fargate.Architecture(""), args.Task.Architecture, "defaults go to a copy")
}

func TestTaskNames(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"my.task", "1st", "a_b", "end-"} {
		assert.Equal(t, []string{"name"}, fieldsOf(onceNamed(name)), name)
		assert.Equal(t, []string{"name"}, fieldsOf(clusterNamed(name)), name)
		assert.Equal(t, []string{"name"}, fieldsOf(scheduledNamed(name)), name)
	}
}

func fieldsOf(err error) []string {
	seen := map[string]bool{}
	var fields []string
	for _, problem := range component.FieldErrors(err) {
		if !seen[problem.Field] {
			fields = append(fields, problem.Field)
		}
		seen[problem.Field] = true
	}
	return fields
}
