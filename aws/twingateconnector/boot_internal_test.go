package twingateconnector

import (
	"cmp"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/internal/awsform"
	"github.com/groundwork-go/groundwork/internal/remoteaccess/remoteaccesstest"
)

// machine is where the script runs: a directory in place of the root of a file system, with commands that write down how they are called.
type machine struct {
	root   string
	output string
	code   int
}

func (m *machine) read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(m.root, path))
	require.NoError(t, err)
	return string(text)
}

func (m *machine) has(path string) bool {
	_, err := os.Stat(filepath.Join(m.root, path))
	return err == nil
}

// start runs the boot script against the cloud, with the settings changed, and with what health says.
func start(t *testing.T, c *cloud, health string, change func(root string, b *boot)) *machine {
	t.Helper()
	python := remoteaccesstest.Tool(t, "python3") // every image with cloud-init has it
	m := &machine{root: t.TempDir()}
	for name, text := range map[string]string{
		"systemctl": "", "apt-get": "", "twingate-connectorctl": health,
	} {
		script := "#!/bin/sh\necho \"" + name + " $*\" >> '" + m.root + "/calls'\n" + text + "\n"
		require.NoError(t, os.MkdirAll(m.root+"/bin", 0o755))
		require.NoError(t, os.WriteFile(m.root+"/bin/"+name, []byte(script), 0o755))
	}
	place, err := locateSecret(bootSecretARN)
	require.NoError(t, err)
	settings := newBoot(place, "the-version", "the-group")
	settings.Environment = map[string]string{"TWINGATE_NETWORK": "acme", "TWINGATE_LABEL_HOSTNAME": "Acme Prod-1"}
	settings.Update, settings.RootDevice = "Tue *-*-* 03:00:00 UTC", "/dev/sda1"
	settings.Metadata, settings.Seconds, settings.Pause = c.server.URL+"/imds", 60, 0.01
	settings.Endpoints = map[string]string{"secretsmanager": c.server.URL, "autoscaling": c.server.URL}
	settings.Configuration, settings.Units = m.root+"/etc/twingate/connector.conf", m.root+"/units"
	settings.Sources = m.root + "/twingate.list"
	change(m.root, settings)
	script, err := settings.userData()
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(m.root+"/boot", []byte(script), 0o600))
	command := exec.CommandContext(t.Context(), python, m.root+"/boot")
	command.Env = []string{"PATH=" + m.root + "/bin:/usr/bin:/bin", "http_proxy=http://127.0.0.1:1", "PYTHONDONTWRITEBYTECODE=1"}
	output, err := command.CombinedOutput()
	m.output, m.code = string(output), command.ProcessState.ExitCode()
	var failed *exec.ExitError
	if err != nil {
		require.ErrorAs(t, err, &failed, m.output)
	}
	for _, token := range []string{bootAccessToken, bootRefreshToken, bootSecretKey, bootSession} {
		assert.NotContains(t, m.output, token, "what the script prints is in the console output, which many may read")
		assert.NotContains(t, script, token)
	}
	c.mu.Lock()
	assert.Empty(t, c.problems)
	c.mu.Unlock()
	return m
}

func unchangedBoot(string, *boot) {}

func reports(result string) []url.Values {
	return []url.Values{{
		"Action": {"CompleteLifecycleAction"}, "Version": {"2011-01-01"}, "AutoScalingGroupName": {"the-group"}, "LifecycleHookName": {"connector-runs"},
		"InstanceId": {"i-0a1b2c3d4e5f60718"}, "LifecycleActionResult": {result},
	}}
}

func TestBootStartsTheConnector(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	c.refusals = 2 // a new role's rights take a while
	m := start(t, c, "echo OK", func(root string, _ *boot) {
		require.NoError(t, os.WriteFile(root+"/twingate.list", nil, 0o600))
	})
	require.Zero(t, m.code, m.output)
	assert.Equal(t, "TWINGATE_ACCESS_TOKEN="+bootAccessToken+"\nTWINGATE_LABEL_HOSTNAME=\"Acme Prod-1\"\nTWINGATE_NETWORK=acme\n"+
		"TWINGATE_REFRESH_TOKEN="+bootRefreshToken+"\n", m.read(t, "etc/twingate/connector.conf"))
	for path, mode := range map[string]os.FileMode{"etc/twingate/connector.conf": 0o600, "etc/twingate": 0o700 | os.ModeDir, "units/twingate-connector-update.timer": 0o644} {
		info, err := os.Stat(filepath.Join(m.root, path))
		require.NoError(t, err)
		assert.Equal(t, mode, info.Mode(), path)
	}
	require.Len(t, c.read, 3)
	for _, each := range c.read {
		assert.JSONEq(t, `{"SecretId":"`+bootSecretARN+`","VersionId":"the-version"}`, each, "exactly this version")
	}
	assert.Equal(t, reports("CONTINUE"), c.reported)
	list := "-o Dir::Etc::sourcelist=" + m.root + "/twingate.list -o Dir::Etc::sourceparts=- -o APT::Get::List-Cleanup=0 "
	update := "apt-get -q -y -o DPkg::Lock::Timeout=60 " + list + "update\n"
	install := "apt-get -q -y -o DPkg::Lock::Timeout=60 -o Dpkg::Options::=--force-confold install --only-upgrade twingate-connector\n"
	health := strings.Repeat("twingate-connectorctl health\n", 3)
	assert.Equal(t, update+install+"systemctl daemon-reload\nsystemctl enable --now twingate-connector\n"+health+
		"systemctl enable --now twingate-connector-update.timer\n", m.read(t, "calls"), "the update comes before the connector starts")
	assert.Contains(t, m.read(t, "units/twingate-connector-update.timer"), "\nOnCalendar=Tue *-*-* 03:00:00 UTC\n")
	unit := m.read(t, "units/twingate-connector-update.service")
	assert.Contains(t, unit, "\nStandardOutput=journal+console\nExecStart=-/usr/bin/env dpkg --force-confold --configure -a\nExecStart=/usr/bin/env "+update+
		"ExecStart=/usr/bin/env "+install+"ExecStart=/usr/bin/env systemctl restart twingate-connector\n")
	settings := m.read(t, "units/twingate-connector.service.d/groundwork.conf")
	assert.Contains(t, settings, "\nRestart=always\n")
	_, service, found := strings.Cut(settings, "\n[Service]\n")
	require.True(t, found)
	assert.Contains(t, service, "\nIPAddressDeny=169.254.169.254/32 fd00:ec2::254/128\n", "or a resource could lead to the machine's role")
}

func TestBootWithoutUpdates(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	m := start(t, c, "echo OK", func(_ string, b *boot) { b.Update = "" })
	require.Zero(t, m.code, m.output)
	assert.Equal(t, reports("CONTINUE"), c.reported)
	assert.NotContains(t, m.read(t, "calls"), "apt-get")
	assert.NotContains(t, m.read(t, "calls"), "timer")
	assert.False(t, m.has("units/twingate-connector-update.timer"))
}

// A source of packages that does not answer keeps no connector from starting.
func TestBootWhenTheUpdateFails(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	m := start(t, c, "echo OK", func(root string, _ *boot) {
		require.NoError(t, os.WriteFile(root+"/bin/apt-get", []byte("#!/bin/sh\nexit 100\n"), 0o755))
	})
	require.Zero(t, m.code, m.output)
	assert.Equal(t, reports("CONTINUE"), c.reported)
	assert.Contains(t, m.output, "the connector is not updated now")
	assert.Contains(t, m.read(t, "units/twingate-connector-update.service"), "ExecStart=/usr/bin/env apt-get -q -y -o DPkg::Lock::Timeout=60 update\n")
}

// Nor does one that never ends: what is left of the time is enough to start, and to report before the group gives the machine up.
func TestBootWhenTheUpdateHangs(t *testing.T) {
	t.Parallel()
	for name, script := range map[string]string{
		"at once":           "exec sleep 600",
		"while it installs": "case \"$*\" in *install*) exec sleep 600 ;; esac",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCloud(t)
			m := start(t, c, "echo OK", func(root string, b *boot) {
				b.Seconds = 3
				require.NoError(t, os.WriteFile(root+"/bin/apt-get", []byte("#!/bin/sh\n"+script+"\n"), 0o755))
			})
			require.Zero(t, m.code, m.output)
			assert.Equal(t, reports("CONTINUE"), c.reported)
			assert.Contains(t, m.output, "the connector is not updated now: ")
			assert.Regexp(t, `timed out after [0-2]\.`, m.output, "before the time is up")
		})
	}
}

// An installation that is broken off leaves half a package: without the time for it none is begun.
func TestBootBeginsNoUpdateWithoutTheTimeForIt(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	m := start(t, c, "echo OK", func(_ string, b *boot) { b.Seconds = 0 })
	require.Zero(t, m.code, m.output)
	assert.Contains(t, m.output, "the connector is not updated now: there is no time for it")
	assert.NotContains(t, m.read(t, "calls"), "apt-get")
}

func TestBootGivesTheMachineUp(t *testing.T) {
	t.Parallel()
	hurried := func(_ string, b *boot) { b.Seconds = 0.5 }
	for name, test := range map[string]struct {
		health string // what the command for it does; default is to say OK
		spoil  func(*cloud)
		change func(string, *boot)
		says   string
		starts bool // the connector
		reads  int  // of the secret, at least
	}{
		"not healthy":    {health: "echo STARTING", change: hurried, says: "the connector is not healthy", starts: true, reads: 1},
		"ends":           {health: "exit 1", change: hurried, says: "the connector is not healthy", starts: true, reads: 1},
		"comes and goes": {health: "test $(($(grep -c health $(dirname $0)/../calls) % 3)) != 0 && echo OK", change: hurried, says: "is not healthy", starts: true, reads: 1},
		"may not read":   {spoil: func(c *cloud) { c.refusals = 1 << 20 }, change: hurried, says: "AccessDeniedException", reads: 1},
		"another root disk": {
			spoil: func(c *cloud) { c.root = "/dev/xvda" },
			says:  "the image's root disk is /dev/xvda, and /dev/sda1 is what is encrypted: set RootDevice",
		},
		"a token of more lines": {
			spoil: func(c *cloud) {
				c.secret = `{"accessToken":"` + bootAccessToken + `\nTWINGATE_NETWORK=evil","refreshToken":"x"}`
			},
			says: "the secret holds no fit accessToken", reads: 1,
		},
		"half a pair": {
			spoil: func(c *cloud) { c.secret = `{"accessToken":"` + bootAccessToken + `"}` },
			says:  "the secret holds no fit refreshToken", reads: 1,
		},
		"no JSON": {spoil: func(c *cloud) { c.secret = bootAccessToken }, change: hurried, says: "reading the tokens", reads: 1},
		"no systemd": {
			change: func(root string, _ *boot) {
				require.NoError(t, os.WriteFile(root+"/bin/systemctl", []byte("#!/bin/sh\nexit 1\n"), 0o755))
			},
			says: "returned non-zero exit status", reads: 1,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCloud(t)
			if test.spoil != nil {
				test.spoil(c)
			}
			if test.change == nil {
				test.change = unchangedBoot
			}
			m := start(t, c, cmp.Or(test.health, "echo OK"), test.change)
			assert.Equal(t, 1, m.code)
			assert.Contains(t, m.output, test.says)
			assert.Equal(t, reports("ABANDON"), c.reported, "so that the group starts another one at once")
			assert.GreaterOrEqual(t, len(c.read), test.reads)
			assert.Equal(t, test.starts, m.has("calls") && strings.Contains(m.read(t, "calls"), "enable --now twingate-connector\n"))
		})
	}
}

// The signatures that AWS publishes with the description of its algorithm (the suite aws-sig-v4-test-suite).
func TestBootSignsAsAWSDoes(t *testing.T) {
	t.Parallel()
	const at = "20150830T123600Z"
	for name, test := range map[string]struct {
		headers map[string]string
		body    string
		want    string
	}{
		"post-vanilla": {
			map[string]string{"host": "example.amazonaws.com", "x-amz-date": at}, "",
			"SignedHeaders=host;x-amz-date, Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
		},
		"post-x-www-form-urlencoded": {
			map[string]string{"content-type": "application/x-www-form-urlencoded", "host": "example.amazonaws.com", "x-amz-date": at}, "Param1=value1",
			"SignedHeaders=content-type;host;x-amz-date, Signature=ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
		},
	} {
		want := "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, " + test.want
		assert.Equal(t, want, signedByScript(t, test.headers, test.body), name)

		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "https://example.amazonaws.com/", nil)
		for key, value := range maps.All(test.headers) {
			r.Header.Set(key, value)
		}
		r.Header.Set("Authorization", want)
		assert.Equal(t, want, signed(r, []byte(test.body), "AKIDEXAMPLE", bootSecretKey, "us-east-1", "service"), "the judge of the other tests: %s", name)
	}
}

// signedByScript has the script sign a POST.
func signedByScript(t *testing.T, headers map[string]string, body string) string {
	t.Helper()
	script, err := (&boot{}).userData()
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "boot.py")
	require.NoError(t, os.WriteFile(path, []byte(script), 0o600))
	given, err := json.Marshal(headers)
	require.NoError(t, err)
	const call = `import json, sys; sys.path.insert(0, sys.argv[1]); import boot
key = {"AccessKeyId": "AKIDEXAMPLE", "SecretAccessKey": sys.argv[2]}
print(boot.signature(key, "service", "us-east-1", json.loads(sys.argv[3]), sys.argv[4].encode()))`
	output, err := exec.CommandContext(t.Context(), remoteaccesstest.Tool(t, "python3"), "-B", "-c", call, filepath.Dir(path), bootSecretKey, string(given), body).CombinedOutput()
	require.NoError(t, err, string(output))
	return strings.TrimSpace(string(output))
}

func TestUserDataFitsAndTakesAnyText(t *testing.T) {
	t.Parallel()
	place, err := locateSecret("arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:s")
	require.NoError(t, err)
	settings := newBoot(place, strings.Repeat("v", 64), strings.Repeat("g", 64))
	assert.Equal(t, "https://secretsmanager.cn-north-1.amazonaws.com.cn", settings.Endpoints["secretsmanager"])
	assert.Equal(t, "autoscaling.eusc-de-east-1.amazonaws.eu", secretPlace{Location: awsform.Location{Partition: "aws-eusc", Region: "eusc-de-east-1"}}.host("autoscaling"))
	assert.Equal(t, "http://169.254.169.254", settings.Metadata)
	const startSeconds = 60 // until cloud-init comes to the script
	assert.Less(t, startSeconds+settings.Seconds*9/8, float64(heartbeatSeconds), "the script says that it failed before it is given up")
	settings.Environment = map[string]string{"A": `""" \ ' @SETTINGS@`, "B": strings.Repeat("x", 1000)}
	text, err := settings.userData()
	require.NoError(t, err)
	assert.Less(t, len(text), maxUserData)
	assert.True(t, strings.HasPrefix(text, "#!/usr/bin/env python3\n"), "cloud-init runs what begins like this")
	path := filepath.Join(t.TempDir(), "boot.py")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	output, err := exec.CommandContext(t.Context(), remoteaccesstest.Tool(t, "python3"), "-B", "-c",
		"import sys; sys.path.insert(0, sys.argv[1]); import boot; print(boot.SETTINGS['environment']['A'], end='')", filepath.Dir(path)).Output()
	require.NoError(t, err)
	assert.Equal(t, `""" \ ' @SETTINGS@`, string(output))

	settings.Environment["B"] = strings.Repeat("x", maxUserData)
	_, err = settings.userData()
	require.ErrorContains(t, err, "need at most 16384 bytes for EC2")
}

func TestASecretWithoutAPlace(t *testing.T) {
	t.Parallel()
	for _, arn := range []string{"", "secret", "arn:aws:secretsmanager::123456789012:secret:s", "arn:aws:secretsmanager:eu-west-1::secret:s"} {
		_, err := locateSecret(arn)
		require.ErrorContains(t, err, "twingateconnector: the secret: need an ARN with partition, region and account, got", arn)
	}
	place, err := locateSecret(bootSecretARN)
	require.NoError(t, err)
	assert.Equal(t, "arn:aws:autoscaling:eu-west-1:123456789012:autoScalingGroup:*:autoScalingGroupName/the-group", place.groupARN("the-group"))
}
