package workload_test

import (
	"strings"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/k8s/workload"
	"github.com/groundwork-go/groundwork/tagging"
)

// refusal is one mistake and what the user reads.
type refusal struct {
	change func(*workload.Args)
	field  string
	text   string
}

func assertRefused(t *testing.T, tests map[string]refusal) {
	t.Helper()
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			graph, err := tryNamed("orders", test.change)
			require.Error(t, err)
			assert.Empty(t, graph.All(), "nothing may be registered")
			problems := component.FieldErrors(err)
			require.Len(t, problems, 1, "%v", err)
			assert.Equal(t, test.field, problems[0].Field)
			assert.ErrorContains(t, err, "workload: orders: Args."+test.field+": ")
			assert.ErrorContains(t, err, test.text)
		})
	}
}

func TestBasicsThatAreRefused(t *testing.T) {
	t.Parallel()
	image := func(text string) func(*workload.Args) {
		return func(a *workload.Args) { a.Image = pulumi.String(text) }
	}
	const immutable = "need an image with a digest or a tag that never moves, or AllowMutableTag, got "
	assertRefused(t, map[string]refusal{
		"no tags":       {func(a *workload.Args) { a.Tags = tagging.Set{} }, "Tags", "need the mandatory tags"},
		"profile":       {func(a *workload.Args) { a.Profile = 7 }, "Profile", "need production or development, got Profile(7)"},
		"no provider":   {func(a *workload.Args) { a.Provider = nil }, "Provider", "need the provider of the cluster"},
		"no namespace":  {func(a *workload.Args) { a.Namespace = nil }, "Namespace", "need the name of a namespace, got nothing"},
		"namespace":     {func(a *workload.Args) { a.Namespace = pulumi.String("Shop") }, "Namespace", `got "Shop"`},
		"no image":      {func(a *workload.Args) { a.Image = nil }, "Image", "need an image, [registry/]name with a :tag or, better, @sha256:digest, got nothing"},
		"image":         {image("Shop/Orders:1"), "Image", `need an image, [registry/]name`},
		"no tag":        {image("registry.example.com:5000/orders"), "Image", immutable + `"registry.example.com:5000/orders"`},
		"latest":        {image("shop/orders:latest"), "Image", immutable + `"shop/orders:latest"`},
		"short digest":  {image("shop/orders@sha256:0123"), "Image", "need an image, "},
		"port":          {func(a *workload.Args) { a.Port = 70000 }, "Port", "need 0 to 65535, got 70000"},
		"minus port":    {func(a *workload.Args) { a.Port = -1 }, "Port", "need 0 to 65535, got -1"},
		"user":          {func(a *workload.Args) { a.User = -1 }, "User", "need 1 to 2147483647, got -1"},
		"no CPU":        {func(a *workload.Args) { a.CPU = "" }, "CPU", `need an amount of CPU such as "250m", got nothing`},
		"CPU":           {func(a *workload.Args) { a.CPU = "250x" }, "CPU", `got "250x"`},
		"CPU in cores":  {func(a *workload.Args) { a.CPU = "250" }, "CPU", `need at most 128 cores; thousandths are written with an m, such as "250m", got "250"`},
		"no memory":     {func(a *workload.Args) { a.Memory = "" }, "Memory", `need an amount of memory such as "256Mi", got nothing`},
		"memory":        {func(a *workload.Args) { a.Memory = "1gb" }, "Memory", `got "1gb"`},
		"bytes":         {func(a *workload.Args) { a.Memory = "512" }, "Memory", `need at least 4Mi; a number without a unit is bytes, got "512"`},
		"long drain":    {with(serving, func(a *workload.Args) { a.DrainTime = 11 * time.Minute }), "DrainTime", "need whole seconds from 0s to 10m0s, got 11m0s"},
		"fraction":      {with(serving, func(a *workload.Args) { a.DrainTime = 1500 * time.Millisecond }), "DrainTime", "got 1.5s"},
		"minus drain":   {with(serving, func(a *workload.Args) { a.DrainTime = -time.Second }), "DrainTime", "got -1s"},
		"worker drains": {func(a *workload.Args) { a.DrainTime = time.Second }, "DrainTime", "need 0 without Port: nobody connects to a worker, got 1s"},
		"shutdown":      {func(a *workload.Args) { a.ShutdownTime = 2 * time.Hour }, "ShutdownTime", "need whole seconds from 1s to 1h0m0s, got 2h0m0s"},
		"nothing first": {func(a *workload.Args) { a.After = []pulumi.Resource{nil} }, "After[0]", "need a resource, got nothing"},
	})
}

func TestReplicasThatAreRefused(t *testing.T) {
	t.Parallel()
	scaling := func(s workload.Autoscaling) func(*workload.Args) {
		return func(a *workload.Args) { a.Autoscaling = &s }
	}
	const budget = "need 2 or more in Production, or AllowSingleReplica or Profile development: a budget of one pod blocks drains for ever or guards nothing, got 1"
	assertRefused(t, map[string]refusal{
		"one in production": {func(a *workload.Args) { a.Replicas = 1 }, "Replicas", budget},
		"minus":             {func(a *workload.Args) { a.Replicas = -1 }, "Replicas", "need 1 to 5000, got -1"},
		"a slip":            {func(a *workload.Args) { a.Replicas = 8080 }, "Replicas", "need 1 to 5000, got 8080"},
		"from one":          {scaling(workload.Autoscaling{Min: 1, Max: 5}), "Autoscaling.Min", budget},
		"minus min":         {scaling(workload.Autoscaling{Min: -1, Max: 5}), "Autoscaling.Min", "need 1 to 5000, got -1"},
		"no max":            {scaling(workload.Autoscaling{Min: 3}), "Autoscaling.Max", "need 1 to 5000, got 0"},
		"min over max":      {scaling(workload.Autoscaling{Min: 6, Max: 5}), "Autoscaling.Max", "need Min or more, which is 6, got 5"},
		"CPU":               {scaling(workload.Autoscaling{Max: 5, TargetCPUPercent: 101}), "Autoscaling.TargetCPUPercent", "need 0 to 100, got 101"},
		"memory":            {scaling(workload.Autoscaling{Max: 5, TargetMemoryPercent: 96}), "Autoscaling.TargetMemoryPercent", "need 0 to 95, got 96"},
		"below min":         {with(scaling(workload.Autoscaling{Max: 5}), func(a *workload.Args) { a.Replicas = 2 }), "Replicas", "need 3 to 5, got 2"},
		"above max":         {with(scaling(workload.Autoscaling{Max: 5}), func(a *workload.Args) { a.Replicas = 6 }), "Replicas", "need 3 to 5, got 6"},
	})
}

func TestProbesThatAreRefused(t *testing.T) {
	t.Parallel()
	probes := func(p workload.Probes) func(*workload.Args) {
		return with(serving, func(a *workload.Args) { a.Probes = p })
	}
	command := []string{"/healthy"}
	assertRefused(t, map[string]refusal{
		"path":             {probes(workload.Probes{Path: "ready"}), "Probes.Path", `need a path such as /healthz, without spaces, got "ready"`},
		"spaces":           {probes(workload.Probes{LivenessPath: "/a live"}), "Probes.LivenessPath", `got "/a live"`},
		"port":             {probes(workload.Probes{Port: 70000}), "Probes.Port", "need 0 to 65535, got 70000"},
		"startup":          {probes(workload.Probes{StartupTime: 2 * time.Hour}), "Probes.StartupTime", "need whole seconds from 1s to 1h0m0s, got 2h0m0s"},
		"interval":         {probes(workload.Probes{Interval: 6 * time.Minute}), "Probes.Interval", "need whole seconds from 1s to 5m0s, got 6m0s"},
		"timeout":          {probes(workload.Probes{Timeout: 6 * time.Second}), "Probes.Timeout", "need whole seconds from 1s to 5s, got 6s"},
		"default timeout":  {probes(workload.Probes{Interval: time.Second}), "Probes.Timeout", "need whole seconds from 1s to 1s, got 2s"},
		"failures":         {probes(workload.Probes{Failures: 101}), "Probes.Failures", "need 1 to 100, got 101"},
		"one for both":     {probes(workload.Probes{Path: "/up", LivenessPath: "/up"}), "Probes.LivenessPath", "need another path than Path: what fails because of something else"},
		"command and path": {probes(workload.Probes{Command: command, Path: "/up"}), "Probes.Path", `need nothing beside Command, got "/up"`},
		"command and port": {probes(workload.Probes{Command: command, Port: 80}), "Probes.Port", "need 0 beside Command, got 80"},
		"no port": {
			func(a *workload.Args) { a.Probes.Path = "/up" }, "Probes.Path", `need Port or Probes.Port beside it, got "/up"`,
		},
		"HTTPS of nothing": {probes(workload.Probes{HTTPS: true}), "Probes.HTTPS", "need Path beside it, got true"},
	})
}

func TestVariablesAndFilesThatAreRefused(t *testing.T) {
	t.Parallel()
	env := func(name string, value pulumi.StringInput) func(*workload.Args) {
		return func(a *workload.Args) { a.Environment = map[string]pulumi.StringInput{name: value} }
	}
	secret := func(name, secret, key string) func(*workload.Args) {
		return func(a *workload.Args) {
			a.SecretEnvironment = map[string]workload.SecretKey{name: {Secret: pulumi.String(secret), Key: key}}
		}
	}
	files := func(path, name string) func(*workload.Args) {
		return func(a *workload.Args) { a.SecretFiles = map[string]pulumi.StringInput{path: pulumi.String(name)} }
	}
	writable := func(path, size string) func(*workload.Args) {
		return func(a *workload.Args) { a.WritablePaths = map[string]string{path: size} }
	}
	assertRefused(t, map[string]refusal{
		"name":           {env("cache-url", pulumi.String("x")), `Environment["cache-url"]`, "need a name of letters, digits and underscores, no digit first"},
		"nothing":        {env("CACHE", nil), `Environment["CACHE"]`, "need a value, got nothing"},
		"secret's name":  {secret("API KEY", "api", "key"), `SecretEnvironment["API KEY"]`, "need a name of letters"},
		"not a name":     {secret("API_KEY", "hunter2!", "key"), `SecretEnvironment["API_KEY"].Secret`, "got another text of 8 characters"},
		"no name":        {secret("API_KEY", "", "key"), `SecretEnvironment["API_KEY"].Secret`, "need the name of a Secret or ConfigMap in the namespace"},
		"no key":         {secret("API_KEY", "api", ""), `SecretEnvironment["API_KEY"].Key`, "need a key of the Secret"},
		"key":            {secret("API_KEY", "api", "a/b"), `SecretEnvironment["API_KEY"].Key`, `got "a/b"`},
		"twice":          {with(env("KEY", pulumi.String("x")), secret("KEY", "api", "key")), `SecretEnvironment["KEY"]`, "got one that Environment has too"},
		"relative":       {files("etc/db", "db"), `SecretFiles["etc/db"]`, "need an absolute path of a directory such as /var/cache"},
		"root":           {files("/", "db"), `SecretFiles["/"]`, "other than /"},
		"colon":          {files("/etc/a:b", "db"), `SecretFiles["/etc/a:b"]`, "without colons"},
		"not clean":      {files("/etc/db/", "db"), `SecretFiles["/etc/db/"]`, "nothing to be shortened"},
		"no secret":      {files("/etc/db", ""), `SecretFiles["/etc/db"]`, "need the name of a Secret"},
		"a secret":       {files("/etc/db", "hunter2!"), `SecretFiles["/etc/db"]`, "got another text of 8 characters"},
		"a long name":    {files("/etc/db", strings.Repeat("a", 254)), `SecretFiles["/etc/db"]`, "got another text of 254 characters"},
		"size":           {writable("/tmp", "1gb"), `WritablePaths["/tmp"]`, `got "1gb"`},
		"no size":        {writable("/tmp", "64"), `WritablePaths["/tmp"]`, "need at least 4Mi"},
		"writable":       {writable("tmp", "64Mi"), `WritablePaths["tmp"]`, "need an absolute path"},
		"taken":          {files("/tmp", "db"), `SecretFiles["/tmp"]`, "need a directory of its own, got one that WritablePaths has too"},
		"taken by files": {with(files("/etc/a", "db"), configFiles("/etc/a", "cfg")), `SecretFiles["/etc/a"]`, "got one that ConfigFiles has too"},
		"config":         {configFiles("/etc/a", "Cfg"), `ConfigFiles["/etc/a"]`, "got another text of 3 characters"},
		"config's path":  {configFiles("/etc/../a", "cfg"), `ConfigFiles["/etc/../a"]`, "need an absolute path"},
	})
	_, err := tryNamed("orders", files("/etc/db", "hunter2!"))
	assert.NotContains(t, err.Error(), "hunter2", "what was given instead of a name may be the secret")
}

func configFiles(path, name string) func(*workload.Args) {
	return func(a *workload.Args) { a.ConfigFiles = map[string]pulumi.StringInput{path: pulumi.String(name)} }
}

func TestPeersThatAreRefused(t *testing.T) {
	t.Parallel()
	cidr := func(text string) func(*workload.Args) {
		return with(serving, from(workload.Peer{CIDR: pulumi.String(text)}))
	}
	to := func(rule workload.EgressRule) func(*workload.Args) {
		return func(a *workload.Args) { a.Egress = []workload.EgressRule{rule} }
	}
	web := workload.Peer{Namespace: pulumi.String("web")}
	const subnet = "need a block of addresses without host bits, such as 10.0.0.0/24, and not all addresses: name the subnets of the load balancer, got "
	assertRefused(t, map[string]refusal{
		"everybody":         {cidr("0.0.0.0/0"), "Ingress[0].From.CIDR", subnet + `"0.0.0.0/0"`},
		"everybody on IPv6": {cidr("::/0"), "Ingress[0].From.CIDR", subnet + `"::/0"`},
		"host bits":         {cidr("10.0.0.1/24"), "Ingress[0].From.CIDR", subnet},
		"address":           {cidr("10.0.0.1"), "Ingress[0].From.CIDR", subnet},
		"nobody":            {with(serving, from(workload.Peer{})), "Ingress[0].From", "need Namespace, Pods or both, or CIDR, got nothing"},
		"no labels":         {with(serving, from(workload.Peer{Pods: pulumi.StringMap{}})), "Ingress[0].From", "got nothing"},
		"all": {
			with(serving, from(workload.Peer{Namespace: pulumi.String("web"), CIDR: pulumi.String("10.0.0.0/24")})),
			"Ingress[0].From", "need Namespace, Pods or both, or CIDR, got all",
		},
		"namespace":     {with(serving, from(workload.Peer{Namespace: pulumi.String("Web")})), "Ingress[0].From.Namespace", `got "Web"`},
		"empty text":    {with(serving, from(workload.Peer{Namespace: pulumi.String("")})), "Ingress[0].From.Namespace", "got nothing"},
		"empty block":   {cidr(""), "Ingress[0].From.CIDR", subnet + "nothing"},
		"worker":        {from(web), "Ingress[0].Port", "need 1 to 65535: a worker has no port of its own, got 0"},
		"port":          {func(a *workload.Args) { a.Ingress = []workload.IngressRule{{From: web, Port: 70000}} }, "Ingress[0].Port", "need 0 to 65535, got 70000"},
		"to nobody":     {to(workload.EgressRule{Ports: []int{443}}), "Egress[0].To", "got nothing"},
		"no ports":      {to(workload.EgressRule{To: web}), "Egress[0].Ports", "need one port or more, got nothing"},
		"zero port":     {to(workload.EgressRule{To: web, Ports: []int{443, 0}}), "Egress[0].Ports[1]", "need 1 to 65535, got 0"},
		"to an address": {to(workload.EgressRule{To: workload.Peer{CIDR: pulumi.String("10.0.0.1")}, Ports: []int{443}}), "Egress[0].To.CIDR", "such as 10.0.0.0/16"},
		"rule and all": {
			with(to(workload.EgressRule{To: web, Ports: []int{443}}), func(a *workload.Args) { a.AllowAllEgress = true }),
			"Egress", "need no rules beside AllowAllEgress, got 1",
		},
	})
}

func TestNamesThatAreRefused(t *testing.T) {
	t.Parallel()
	node := func(key, value string) func(*workload.Args) {
		return func(a *workload.Args) { a.NodeSelector = map[string]string{key: value} }
	}
	annotation := func(key string, value pulumi.StringInput) func(*workload.Args) {
		return func(a *workload.Args) { a.ServiceAccountAnnotations = map[string]pulumi.StringInput{key: value} }
	}
	assertRefused(t, map[string]refusal{
		"service":           {with(serving, func(a *workload.Args) { a.ServiceName = "Orders" }), "ServiceName", `got "Orders"`},
		"digit":             {with(serving, func(a *workload.Args) { a.ServiceName = "2orders" }), "ServiceName", `need a letter first, got "2orders"`},
		"worker's service":  {func(a *workload.Args) { a.ServiceName = "orders" }, "ServiceName", "need nothing without Port: a worker has no Service"},
		"account":           {func(a *workload.Args) { a.ServiceAccountName = "orders_app" }, "ServiceAccountName", `got "orders_app"`},
		"annotation":        {annotation("role arn", pulumi.String("x")), `ServiceAccountAnnotations["role arn"]`, "need the key of a label"},
		"empty annotation":  {annotation("role", nil), `ServiceAccountAnnotations["role"]`, "need a value, got nothing"},
		"node's label":      {node("a//b", "x"), `NodeSelector["a//b"]`, "need the key of a label"},
		"node's value":      {node("kubernetes.io/arch", "arm 64"), `NodeSelector["kubernetes.io/arch"]`, `need the value of a label`},
		"long node's value": {node("zone", strings.Repeat("a", 64)), `NodeSelector["zone"]`, "at most 63"},
	})
}

func TestTheNameIsChecked(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Orders", "orders_api", "orders.api", "orders-"} {
		graph, err := tryNamed(name, nothing)
		require.ErrorContains(t, err, `name: need lower-case letters, digits and hyphens, a letter first`)
		assert.Empty(t, graph.All())
	}
}

func TestAllProblemsAtOnce(t *testing.T) {
	t.Parallel()
	graph, err := tryNamed("Orders", func(a *workload.Args) {
		a.CPU, a.Memory, a.Port, a.Image = "250x", "1gb", 70000, pulumi.String("shop/orders")
		a.Autoscaling = &workload.Autoscaling{Min: 6, Max: 5}
		a.Provider, a.Namespace = nil, pulumi.String("Shop")
		a.Ingress = []workload.IngressRule{{From: workload.Peer{CIDR: pulumi.String("0.0.0.0/0")}}}
	})
	assert.Empty(t, graph.All())
	var fields []string
	for _, problem := range component.FieldErrors(err) {
		fields = append(fields, problem.Field)
	}
	assert.Equal(t, []string{
		"name", "Provider", "Namespace", "Port", "Image", "CPU", "Memory", "Autoscaling.Max", "Ingress[0].From.CIDR",
	}, fields)
}

// Whatever is odd but right must pass.
func TestWhatIsAccepted(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*workload.Args){
		"everything": everything,
		"mutable":    func(a *workload.Args) { a.Image, a.AllowMutableTag = pulumi.String("shop/orders"), true },
		"in development": func(a *workload.Args) {
			a.Image, a.Profile = pulumi.String("localhost:5000/orders:latest"), component.Development
		},
		"single":       func(a *workload.Args) { a.Replicas, a.AllowSingleReplica = 1, true },
		"pinned":       func(a *workload.Args) { a.Autoscaling = &workload.Autoscaling{Min: 4, Max: 4} },
		"whole cores":  func(a *workload.Args) { a.CPU, a.Memory = "128", "1.5Gi" },
		"highest port": func(a *workload.Args) { a.Port = 65535 },
		"dotted secret": func(a *workload.Args) {
			a.SecretFiles = map[string]pulumi.StringInput{"/etc/a": pulumi.String("a.b-c")}
		},
		"nested paths": func(a *workload.Args) {
			a.ConfigFiles = map[string]pulumi.StringInput{"/tmp/config": pulumi.String("c")}
		},
		"one address":       with(serving, from(workload.Peer{CIDR: pulumi.String("10.0.0.1/32")})),
		"a whole namespace": with(serving, from(workload.Peer{Namespace: pulumi.String("web"), Pods: pulumi.StringMap{}})),
		"prefixed label":    func(a *workload.Args) { a.NodeSelector = map[string]string{"karpenter.sh/nodepool": "", "disk": "ssd"} },
		"second's timeout":  with(serving, func(a *workload.Args) { a.Probes.Interval, a.Probes.Timeout = time.Second, time.Second }),
		"empty variable":    func(a *workload.Args) { a.Environment = map[string]pulumi.StringInput{"DEBUG": pulumi.String("")} },
		"digit first":       func(a *workload.Args) { a.ServiceAccountName = "2orders" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := infratest.TryRun(func(ctx *pulumi.Context) error {
				_, err := newWorkload(ctx, "orders", change)
				return err
			})
			require.NoError(t, err)
		})
	}
}
