package gitops_test

import (
	"strings"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/k8s/gitops"
	"github.com/groundwork-go/groundwork/tagging"
)

func TestNewFluxRefuses(t *testing.T) {
	t.Parallel()
	type change = func(*gitops.FluxArgs)
	address := func(text string) change { return func(a *gitops.FluxArgs) { a.Source.URL = text } }
	key := func(change change) change {
		return func(a *gitops.FluxArgs) {
			withKey(a)
			change(a)
		}
	}
	hosts := func(lines ...string) change { return key(func(a *gitops.FluxArgs) { a.Source.KnownHosts = lines }) }
	folder := func(text string) change { return func(a *gitops.FluxArgs) { a.Path = text } }
	variable := func(name string, in pulumi.StringInput) change {
		return func(a *gitops.FluxArgs) { a.Variables = map[string]pulumi.StringInput{name: in} }
	}
	ref := func(s gitops.Source) change {
		return func(a *gitops.FluxArgs) {
			s.URL = httpsURL
			a.Source = s
		}
	}
	const (
		needURL     = "need https://HOST/PATH or ssh://git@HOST/PATH, without a password, a query or a fragment, got "
		needKey     = "need a private key in PEM, without a passphrase, got "
		needHosts   = "need lines of known_hosts: a host, a kind of key such as ssh-ed25519, and the key, got "
		needPath    = `need a folder of the repository such as "clusters/blue", not above its root, or "." for all of it, got `
		needName    = "need a name of letters, digits and underscores, no digit first, as in ${cluster_name}, got "
		needSecret  = "need the name of an existing Secret in Flux's namespace, got "
		needVersion = "need an exact version such as 2.19.0, so that nothing changes by itself, got "
		needOne     = "need exactly one of Branch, Tag, SemVer and Commit, got "
		needRepo    = "need https:// with a host and a path, without credentials, got "
	)
	for name, test := range map[string]struct {
		change      change
		field, text string
	}{
		"no tags":      {func(a *gitops.FluxArgs) { a.Tags = tagging.Set{} }, "Tags", "need the mandatory tags, made with tagging.New or tagging.FromConfig, got nothing"},
		"no provider":  {func(a *gitops.FluxArgs) { a.Provider = nil }, "Provider", "need the provider of the cluster"},
		"a profile":    {func(a *gitops.FluxArgs) { a.Profile = 7 }, "Profile", "need production or development, got Profile(7)"},
		"no namespace": {func(a *gitops.FluxArgs) { a.Namespace = pulumi.String("") }, "Namespace", "got nothing"},
		"a namespace":  {func(a *gitops.FluxArgs) { a.Namespace = pulumi.String("Flux") }, "Namespace", `with a letter or digit at both ends, got "Flux"`},

		"no URL":             {address(""), "Source.URL", needURL + "nothing"},
		"plain http":         {address("http://git.example.com/acme/fleet"), "Source.URL", needURL + `"http://git.example.com/acme/fleet"`},
		"a host":             {address("https://git.example.com/"), "Source.URL", needURL + `"https://git.example.com/"`},
		"no host":            {address("https:///acme/fleet"), "Source.URL", needURL + `"https:///acme/fleet"`},
		"a query":            {address(httpsURL + "?ref=main"), "Source.URL", needURL},
		"an empty query":     {address(httpsURL + "?"), "Source.URL", needURL},
		"a fragment":         {address(httpsURL + "#main"), "Source.URL", needURL},
		"a blank":            {address("https://git.example.com/acme/ fleet"), "Source.URL", needURL},
		"a name in it":       {address("https://me@git.example.com/acme/fleet"), "Source.URL", needURL + "one with credentials in it, which belong in Token"},
		"a token in it":      {address("https://me:hunter2@git.example.com/acme/fleet"), "Source.URL", needURL + "one with credentials in it, which belong in Token"},
		"a password for ssh": {key(address("ssh://git:hunter2@git.example.com/acme/fleet")), "Source.URL", needURL + "one with a password in it"},
		"the short form":     {key(address("git@git.example.com:acme/fleet.git")), "Source.URL", needURL + "another form with an @ in it"},
		"half a short form":  {key(address("ssh://git@git.example.com:acme/fleet.git")), "Source.URL", needURL + "another form with an @ in it"},

		"no reference":   {ref(gitops.Source{}), "Source.Branch", needOne + "0"},
		"two references": {ref(gitops.Source{Branch: "main", Commit: theCommit}), "Source.Branch", needOne + "2"},
		"a full branch":  {ref(gitops.Source{Branch: "refs/heads/main"}), "Source.Branch", `need the name of a branch such as main, without refs/heads, got "refs/heads/main"`},
		"no branch":      {ref(gitops.Source{Branch: "-x"}), "Source.Branch", `need the name of a branch such as main`},
		"no tag":         {ref(gitops.Source{Tag: "v 1"}), "Source.Tag", `need the name of a tag such as v1.2.3, without refs/tags, got "v 1"`},
		"no range":       {ref(gitops.Source{SemVer: "latest"}), "Source.SemVer", `need a range of versions such as >=1.2.0 <2.0.0, got "latest"`},
		"a short commit": {ref(gitops.Source{Commit: "0123456"}), "Source.Commit", `need the full id of a commit, 40 or 64 hexadecimal digits, got "0123456"`},

		"no key": {address(sshURL), "Source.DeployKey", "need a key for ssh, here or in CredentialsSecret, got nothing"},
		"a key for https": {
			key(address(httpsURL)), "Source.DeployKey", "need a URL with ssh, got https",
		},
		"a token for ssh": {
			func(a *gitops.FluxArgs) { a.Source.URL, a.Source.Token = sshURL, pulumi.String(theToken) }, "Source.Token", "need a URL with https, got ssh",
		},
		"two credentials": {
			func(a *gitops.FluxArgs) {
				a.Source.Token, a.Source.CredentialsSecret = pulumi.String(theToken), pulumi.String("git")
			},
			"Source.CredentialsSecret", "need one of CredentialsSecret, Token and DeployKey at most, got 2",
		},
		"a public key": {
			key(func(a *gitops.FluxArgs) { a.Source.DeployKey = pulumi.String("ssh-ed25519 AAAA me") }),
			"Source.DeployKey", needKey + "another text of 19 characters",
		},
		"an empty token":    {func(a *gitops.FluxArgs) { a.Source.Token = pulumi.String(" ") }, "Source.Token", "need a token that is not empty, got another text of 1 characters"},
		"a user alone":      {func(a *gitops.FluxArgs) { a.Source.Username = pulumi.String("me") }, "Source.Username", "need Token beside it, got it alone"},
		"a user's password": {func(a *gitops.FluxArgs) { withToken(a); a.Source.Username = pulumi.String("me:x") }, "Source.Username", "has no colon"},
		"no known hosts":    {hosts(), "Source.KnownHosts", needHosts + "nothing"},
		"a host's name":     {hosts("git.example.com"), "Source.KnownHosts[0]", needHosts + `"git.example.com"`},
		"two lines in one":  {hosts(knownHosts, knownHosts+"\n"+knownHosts), "Source.KnownHosts[1]", needHosts},
		"another host":      {hosts("github.com ssh-ed25519 AAAA"), "Source.KnownHosts", "need a line for git.example.com, got none"},
		"another port": {
			key(func(a *gitops.FluxArgs) { a.Source.URL = "ssh://git@git.example.com:2222/acme/fleet" }), "Source.KnownHosts", "need a line for git.example.com:2222, got none",
		},
		"known hosts alone": {func(a *gitops.FluxArgs) { a.Source.KnownHosts = []string{knownHosts} }, "Source.KnownHosts", "need DeployKey beside it"},
		"a Secret's name":   {func(a *gitops.FluxArgs) { a.Source.CredentialsSecret = pulumi.String("Git") }, "Source.CredentialsSecret", needSecret + `"Git"`},
		"an empty name":     {func(a *gitops.FluxArgs) { a.Source.VerificationSecret = pulumi.String("") }, "Source.VerificationSecret", needSecret + "nothing"},
		"a long name":       {func(a *gitops.FluxArgs) { a.VariablesSecret = pulumi.String(strings.Repeat("x", 254)) }, "VariablesSecret", needSecret},

		"no path":         {folder(""), "Path", needPath + "nothing"},
		"a root":          {folder("/clusters/blue"), "Path", needPath + `"/clusters/blue"`},
		"above the root":  {folder("clusters/../../x"), "Path", needPath},
		"the one above":   {folder(".."), "Path", needPath},
		"a windows path":  {folder(`clusters\blue`), "Path", needPath},
		"a variable":      {variable("cluster-name", pulumi.String("x")), `Variables["cluster-name"]`, needName + `"cluster-name"`},
		"a digit first":   {variable("1st", pulumi.String("x")), `Variables["1st"]`, needName + `"1st"`},
		"no value":        {variable("x", nil), `Variables["x"]`, "need a value, got nothing"},
		"no substitution": {func(a *gitops.FluxArgs) { a.AllowUndefinedVariables = true }, "AllowUndefinedVariables", "need Variables or VariablesSecret beside it"},

		"a short interval":       {func(a *gitops.FluxArgs) { a.Interval = 59 * time.Second }, "Interval", "need whole seconds from 1m0s to 24h0m0s, got 59s"},
		"parts of a second":      {func(a *gitops.FluxArgs) { a.Interval = 90500 * time.Millisecond }, "Interval", "need whole seconds from 1m0s to 24h0m0s, got 1m30.5s"},
		"a long retry":           {func(a *gitops.FluxArgs) { a.RetryInterval = 25 * time.Hour }, "RetryInterval", "need whole seconds from 30s to 24h0m0s, got 25h0m0s"},
		"a long timeout":         {func(a *gitops.FluxArgs) { a.Timeout = 2 * time.Hour }, "Timeout", "need whole seconds from 30s to 1h0m0s, got 2h0m0s"},
		"a negative interval":    {func(a *gitops.FluxArgs) { a.Source.Interval = -time.Minute }, "Source.Interval", "need whole seconds from 30s to 24h0m0s, got -1m0s"},
		"a long operation":       {func(a *gitops.FluxArgs) { a.Source.Timeout = time.Hour }, "Source.Timeout", "need whole seconds from 10s to 10m0s, got 1h0m0s"},
		"a policy of Flux":       {func(a *gitops.FluxArgs) { a.DeletionPolicy = "MirrorPrune" }, "DeletionPolicy", `need Orphan or WaitForTermination: with the other policies`},
		"a suspended deletion":   {func(a *gitops.FluxArgs) { a.Suspend, a.DeletionPolicy = true, gitops.WaitForTermination }, "DeletionPolicy", "need Orphan with Suspend"},
		"an amount of CPU":       {func(a *gitops.FluxArgs) { a.CPU = "100Mi" }, "CPU", `need an amount of CPU such as "250m" or "1.5"`},
		"an amount of memory":    {func(a *gitops.FluxArgs) { a.Memory = "512m" }, "Memory", `need an amount of memory such as "256Mi" or "2Gi"`},
		"a range of charts":      {func(a *gitops.FluxArgs) { a.ChartVersion = "2.x" }, "ChartVersion", needVersion + `"2.x"`},
		"charts over http":       {func(a *gitops.FluxArgs) { a.ChartRepository = "http://charts.example.com" }, "ChartRepository", needRepo},
		"charts with a password": {func(a *gitops.FluxArgs) { a.ChartRepository = "https://me:x@charts.example.com/flux" }, "ChartRepository", needRepo},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			graph, err := try(test.change)
			require.Error(t, err)
			var found []string
			for _, problem := range component.FieldErrors(err) {
				if problem.Field == test.field {
					found = append(found, problem.Error())
				}
			}
			require.NotEmpty(t, found, err.Error())
			assert.Contains(t, strings.Join(found, "\n"), "gitops: FluxArgs."+test.field+": ")
			assert.Contains(t, strings.Join(found, "\n"), test.text)
			assert.NotContains(t, err.Error(), "hunter2")
			assert.Empty(t, graph.OfType(componentToken), "nothing is registered")
		})
	}
}

func TestEverythingWrongAtOnce(t *testing.T) {
	t.Parallel()
	_, err := try(func(a *gitops.FluxArgs) {
		*a = gitops.FluxArgs{
			Source: gitops.Source{URL: sshURL, Timeout: time.Second}, Variables: map[string]pulumi.StringInput{"a-b": nil}, Memory: "lots", ChartVersion: "latest",
		}
	})
	var fields []string
	for _, problem := range component.FieldErrors(err) {
		fields = append(fields, problem.Field)
	}
	assert.Equal(t, []string{
		"Tags", "Provider", "Source.DeployKey", "Source.Branch", "Source.Timeout", "Path", `Variables["a-b"]`, `Variables["a-b"]`, "Memory", "ChartVersion",
	}, fields)
}

func TestAccepted(t *testing.T) {
	t.Parallel()
	hosts := func(url string, lines ...string) func(*gitops.FluxArgs) {
		return func(a *gitops.FluxArgs) {
			withKey(a)
			a.Source.URL, a.Source.KnownHosts = url, lines
		}
	}
	for name, change := range map[string]func(*gitops.FluxArgs){
		"hashed hosts":  hosts(sshURL, "|1|F1E1KeoE/eEWhi10WpGv4OdiO6Y=|3988QV0VE8wmZL7suNrYQLITLCg= ssh-rsa AAAA"),
		"several hosts": hosts(sshURL, "other.example.com,Git.example.com ecdsa-sha2-nistp256 AAAA= root@git"),
		"an authority":  hosts(sshURL, "@cert-authority *.example.com ssh-ed25519 AAAA"),
		"a port":        hosts("ssh://git@git.example.com:2222/acme/fleet", "[git.example.com]:2222 ssh-ed25519 AAAA"),
		"port 22":       hosts("ssh://git@git.example.com:22/acme/fleet", knownHosts),
		"no user":       hosts("ssh://git.example.com/acme/fleet", knownHosts),
		"a port of https": func(a *gitops.FluxArgs) {
			a.Source.URL = "https://git.example.com:8443/~acme/fleet.git"
		},
		"an older key": func(a *gitops.FluxArgs) {
			withKey(a)
			a.Source.DeployKey = pulumi.String(strings.ReplaceAll(theKey, "OPENSSH ", ""))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(t, change)
		})
	}
}

// What is known only during the deployment is checked on its way to the resource that it feeds.
func TestLateRefusals(t *testing.T) {
	t.Parallel()
	late := func(text string) pulumi.StringOutput { return pulumi.String(text).ToStringOutput() }
	for name, test := range map[string]struct {
		change func(*gitops.FluxArgs)
		text   string
	}{
		"namespace": {func(a *gitops.FluxArgs) { a.Namespace = late("Flux") }, "FluxArgs.Namespace: need"},
		"key": {
			func(a *gitops.FluxArgs) { withKey(a); a.Source.DeployKey = late("hunter2") },
			"FluxArgs.Source.DeployKey: need a private key in PEM, without a passphrase, got [secret]",
		},
		"token":        {func(a *gitops.FluxArgs) { a.Source.Token = late("") }, "FluxArgs.Source.Token: need a token that is not empty, got [secret]"},
		"user":         {func(a *gitops.FluxArgs) { withToken(a); a.Source.Username = late("a:b") }, "FluxArgs.Source.Username: need"},
		"credentials":  {func(a *gitops.FluxArgs) { a.Source.CredentialsSecret = late("Git") }, "FluxArgs.Source.CredentialsSecret: need the name of an existing Secret"},
		"verification": {func(a *gitops.FluxArgs) { a.Source.VerificationSecret = late("Keys") }, "FluxArgs.Source.VerificationSecret: need the name"},
		"variables":    {func(a *gitops.FluxArgs) { a.VariablesSecret = late("Vars") }, "FluxArgs.VariablesSecret: need the name"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			graph, err := try(test.change)
			require.ErrorContains(t, err, test.text)
			assert.NotContains(t, err.Error(), "hunter2")
			assert.Empty(t, graph.OfType(kustomizationToken))
		})
	}
}
