package twingateconnector_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"github.com/groundwork-go/groundwork/gcp/twingateconnector"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/internal/remoteaccess/remoteaccesstest"
)

// cloudConfig is what cloud-init reads.
type cloudConfig struct {
	WriteFiles []struct{ Path, Permissions, Content string } `yaml:"write_files"`
	RunCmd     []string                                      `yaml:"runcmd"`
}

// boot reads the user data of a connector's template: the files by path, and the commands.
func boot(t *testing.T, g *infratest.Graph, template string) (files map[string]string, commands []string) {
	t.Helper()
	text := g.Named(t, templateToken, template).Value("metadata.user-data").(string)
	require.True(t, strings.HasPrefix(text, "#cloud-config\n"), "cloud-init goes by the first line")
	var config cloudConfig
	require.NoError(t, yaml.Unmarshal([]byte(text), &config))
	files = map[string]string{}
	for _, f := range config.WriteFiles {
		assert.Equal(t, "0644", f.Permissions, f.Path)
		files[f.Path] = f.Content
	}
	return files, config.RunCmd
}

const (
	scriptPath = "/etc/twingate-connector/connector.sh"
	envPath    = "/etc/twingate-connector/connector.env"
	unitPath   = "/etc/systemd/system/twingate-connector.service"
	updatePath = "/etc/systemd/system/twingate-update.service"
	timerPath  = "/etc/systemd/system/twingate-update.timer"
)

func TestBootFiles(t *testing.T) {
	t.Parallel()
	graph := run(t, func(a *twingateconnector.Args) {
		a.Access.Name, a.Access.DNSServer, a.Access.LogLevel = "Acme private", "10.0.0.2", 6
	})
	files, commands := boot(t, graph, "access-connector-1-template")
	assert.Equal(t, `TWINGATE_DNS=10.0.0.2
TWINGATE_LABEL_DEPLOYED_BY=groundwork
TWINGATE_LABEL_HOSTNAME=Acme private-1
TWINGATE_LOG_ANALYTICS=v2
TWINGATE_LOG_LEVEL=6
TWINGATE_NETWORK=acme
TWINGATE_TIMESTAMP_FORMAT=2
`, files[envPath])
	script, err := os.ReadFile("boot/connector.sh")
	require.NoError(t, err)
	assert.Equal(t, string(script), files[scriptPath], "cloud-init gets the script as it is")
	for _, line := range []string{
		"ConfigurationDirectory=twingate-connector", "RuntimeDirectory=twingate-connector", "RuntimeDirectoryMode=0700",
		"StandardOutput=null", "StandardError=journal", // without it errors would follow the output
		"ExecStart=/bin/bash /etc/twingate-connector/connector.sh twingate/connector:1", "ExecStop=-/usr/bin/docker stop twingate-connector",
		"Restart=always", "RestartSec=10", "StartLimitIntervalSec=0",
	} {
		assert.Contains(t, strings.Split(files[unitPath], "\n"), line)
	}
	assert.Equal(t, []string{"systemctl daemon-reload", "systemctl start --no-block twingate-connector.service twingate-update.timer"}, commands)
}

// No two connectors are updated on one day.
func TestUpdates(t *testing.T) {
	t.Parallel()
	graph := run(t, func(a *twingateconnector.Args) { a.Access.Connectors = 7 })
	days := map[string]string{}
	for i := 1; i <= 7; i++ {
		name := fmt.Sprintf("access-connector-%d-template", i)
		files, _ := boot(t, graph, name)
		var at string
		for line := range strings.Lines(files[timerPath]) {
			if when, found := strings.CutPrefix(line, "OnCalendar="); found {
				at = strings.TrimSpace(when)
			}
		}
		assert.Regexp(t, `^(Sun|Mon|Tue|Wed|Thu|Fri|Sat) \*-\*-\* 03:00:00 UTC$`, at)
		assert.Empty(t, days[at], "%s is updated at the time of %s", name, days[at])
		days[at] = name
		assert.Contains(t, files[updatePath], "ExecStart=/usr/bin/docker pull twingate/connector:1\n"+
			"ExecStart=/usr/bin/docker image prune --force\nExecStart=systemctl reboot\n", "nothing restarts when the image cannot be fetched")
		assert.Equal(t, "update_enabled", graph.Named(t, templateToken, name).Value("metadata.cos-update-strategy"))
	}
	first, _ := boot(t, graph, "access-connector-1-template")
	assert.Contains(t, first[timerPath], "OnCalendar=Tue ", "day 2 of a week that begins on Sunday")
}

func TestWithoutUpdates(t *testing.T) {
	t.Parallel()
	const digest = "twingate/connector@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
	for name, change := range map[string]func(*twingateconnector.Args){
		"switched off": func(a *twingateconnector.Args) { a.Access.DisableUpdates = true },
		"by digest":    func(a *twingateconnector.Args) { a.Image = digest },
	} {
		graph := run(t, change)
		files, commands := boot(t, graph, "access-connector-1-template")
		assert.NotContains(t, files, updatePath, name)
		assert.NotContains(t, files, timerPath, name)
		assert.Equal(t, "systemctl start --no-block twingate-connector.service", commands[1], name)
		assert.Equal(t, "update_disabled", graph.Named(t, templateToken, "access-connector-1-template").Value("metadata.cos-update-strategy"), name)
	}
	files, _ := boot(t, run(t, func(a *twingateconnector.Args) { a.Image = digest }), "access-connector-1-template")
	assert.Contains(t, files[unitPath], "connector.sh "+digest+"\n")
}

const (
	tokensFile    = "TWINGATE_ACCESS_TOKEN=eyJ-access\nTWINGATE_REFRESH_TOKEN=refresh-7\n"
	storedVersion = "projects/123/secrets/access-connector-1/versions/3"
)

// machine is the surroundings of a machine that boots: commands, directories, and a server that is both the metadata server and
// Secret Manager.
type machine struct {
	dir      string
	requests []string // method, path and header of each
	version  http.HandlerFunc
	noChain  string // not empty: Docker has made no chain for rules of others
}

// start runs the script of the user data for real, in a shell without any other command than those that it may use, and returns its output.
func (m *machine) start(t *testing.T) (output string, err error) {
	t.Helper()
	m.dir = t.TempDir()
	server := httptest.NewServer(http.HandlerFunc(m.serve))
	t.Cleanup(server.Close)
	bin := filepath.Join(m.dir, "bin")
	for _, each := range []string{"bin", "run", "etc"} {
		require.NoError(t, os.Mkdir(filepath.Join(m.dir, each), 0o700))
	}
	for _, tool := range []string{"bash", "sed", "base64"} {
		require.NoError(t, os.Symlink(remoteaccesstest.Tool(t, tool), filepath.Join(bin, tool)))
	}
	// Both commands write down how they were called; curl goes to the server of the test, and docker keeps what it would read.
	m.command(t, "curl", `
for argument; do
  argument=${argument/#http:\/\/metadata.google.internal/$SERVER}
  arguments+=("${argument/#https:\/\/secretmanager.googleapis.com/$SERVER}")
done
exec `+remoteaccesstest.Tool(t, "curl")+` --retry-delay 1 --noproxy '*' "${arguments[@]}"`)
	m.command(t, "docker", remoteaccesstest.Tool(t, "stat")+` --format=%a "$RUNTIME_DIRECTORY/tokens.env" >"$LOG/mode"`)

	// The rule is not there yet, and on a machine without the chain it cannot be.
	m.command(t, "iptables", `[[ $2 == --insert && -z $NO_CHAIN ]]`)

	files, _ := boot(t, run(t, unchanged), "access-connector-1-template")
	script := filepath.Join(m.dir, "connector.sh")
	require.NoError(t, os.WriteFile(script, []byte(files[scriptPath]), 0o600))
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, filepath.Join(bin, "bash"), script, "twingate/connector:1")
	command.Env = []string{
		"PATH=" + bin, "SERVER=" + server.URL, "LOG=" + m.dir, "RUNTIME_DIRECTORY=" + filepath.Join(m.dir, "run"),
		"CONFIGURATION_DIRECTORY=" + filepath.Join(m.dir, "etc"), "NO_CHAIN=" + m.noChain,
	}
	text, err := command.CombinedOutput()
	return string(text), err
}

// command puts a command on the path of the machine.
func (m *machine) command(t *testing.T, name, text string) {
	t.Helper()
	text = "#!/bin/bash\nprintf '%s\\n' \"$@\" >>\"$LOG/" + name + "\"\n" + text + "\n"
	require.NoError(t, os.WriteFile(filepath.Join(m.dir, "bin", name), []byte(text), 0o700))
}

func (m *machine) serve(w http.ResponseWriter, r *http.Request) {
	m.requests = append(m.requests, r.Method+" "+r.URL.Path)
	const metadata = "/computeMetadata/v1/instance/"
	fromMetadata := r.Header.Get("Metadata-Flavor") == "Google"
	switch {
	case r.URL.Path == metadata+"attributes/twingate-secret-version" && fromMetadata:
		answer(w, storedVersion)
	case r.URL.Path == metadata+"service-accounts/default/token" && fromMetadata:
		answer(w, `{"access_token":"ya29.machine","expires_in":3599,"token_type":"Bearer"}`)
	case r.URL.Path == "/v1/"+storedVersion+":access" && r.Header.Get("Authorization") == "Bearer ya29.machine":
		m.version(w, r)
	default:
		w.WriteHeader(http.StatusForbidden)
	}
}

// written is what a file of the machine holds; empty when there is none.
func (m *machine) written(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(m.dir, name))
	if os.IsNotExist(err) {
		return ""
	}
	require.NoError(t, err)
	return string(content)
}

func stored(w http.ResponseWriter, _ *http.Request) {
	answer(w, fmt.Sprintf("{\n  \"name\": %q,\n  \"payload\": {\n    \"data\": %q,\n    \"dataCrc32c\": \"1\"\n  }\n}\n",
		storedVersion, base64.StdEncoding.EncodeToString([]byte(tokensFile))))
}

// answer writes an answer; a client that does not take it will complain.
func answer(w http.ResponseWriter, text string) { _, _ = w.Write([]byte(text)) }

func TestTheScriptRunsTheConnector(t *testing.T) {
	t.Parallel()
	m := &machine{version: stored}
	output, err := m.start(t)
	require.NoError(t, err, output)
	assert.Empty(t, output, "what the script says ends up in logs")
	assert.Equal(t, tokensFile, m.written(t, "run/tokens.env"))
	assert.Equal(t, "600\n", m.written(t, "mode"))
	assert.Equal(t, []string{
		"GET /computeMetadata/v1/instance/attributes/twingate-secret-version", "GET /computeMetadata/v1/instance/service-accounts/default/token",
		"GET /v1/" + storedVersion + ":access",
	}, m.requests, "the version that the metadata name, and no other")
	assert.Equal(t, []string{
		"run", "--rm", "--name=twingate-connector", "--attach=stdout",
		"--env-file=" + filepath.Join(m.dir, "etc/connector.env"), "--env-file=" + filepath.Join(m.dir, "run/tokens.env"),
		"--user=65532:65532", "--cap-drop=ALL", "--security-opt=no-new-privileges", "--read-only",
		"--tmpfs=/var/run/twingate:uid=65532,gid=65532,mode=0700", "--sysctl=net.ipv4.ping_group_range=0 2147483647",
		"--log-driver=json-file", "--log-opt=max-size=10m", "--log-opt=max-file=3", "twingate/connector:1",
	}, strings.Split(strings.TrimSpace(m.written(t, "docker")), "\n"))
	for _, secret := range []string{"ya29", "eyJ", "refresh-7"} {
		assert.NotContains(t, m.written(t, "curl"), secret, "other processes can read command lines")
		assert.NotContains(t, m.written(t, "docker"), secret, "other processes can read command lines")
	}
}

// Who reaches the metadata server through the connector has the machine's account. Without the rule the connector runs all the same.
func TestTheMetadataServerIsShutOff(t *testing.T) {
	t.Parallel()
	rule := "DOCKER-USER\n--destination\n169.254.169.254/32\n--protocol\ntcp\n--destination-port\n80\n--jump\nDROP\n"
	m := &machine{version: stored}
	_, err := m.start(t)
	require.NoError(t, err)
	assert.Equal(t, "--wait\n--check\n"+rule+"--wait\n--insert\n"+rule, m.written(t, "iptables"))

	m = &machine{version: stored, noChain: "yes"}
	output, err := m.start(t)
	require.NoError(t, err)
	assert.Equal(t, "the metadata server is open to the connector\n", output)
	assert.NotEmpty(t, m.written(t, "docker"))
}

// systemd starts the script again; a connector without tokens would only look as if it ran.
func TestTheScriptStopsWithoutTokens(t *testing.T) {
	t.Parallel()
	for name, secretManager := range map[string]http.HandlerFunc{
		"refused":   func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) },
		"destroyed": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadRequest) },
		"empty":     func(w http.ResponseWriter, _ *http.Request) { answer(w, `{"payload":{"data":""}}`) },
		"no JSON":   func(w http.ResponseWriter, _ *http.Request) { answer(w, "<html>") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := &machine{version: secretManager}
			output, err := m.start(t)
			require.Error(t, err)
			assert.NotEmpty(t, output, "somebody will look for the reason")
			assert.NotContains(t, output, "ya29")
			assert.Empty(t, m.written(t, "docker"))
		})
	}
}
