package twingateconnector

import (
	_ "embed" // for the script
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/groundwork-go/groundwork/internal/remoteaccess"
)

// bootScript uses what Container-Optimized OS has: bash, curl, sed and base64. Its text never changes: the values come beside it.
//
//go:embed boot/connector.sh
var bootScript string

// versionAttribute is the key of the metadata that names the version of the secret.
const versionAttribute = "twingate-secret-version"

// runUnit runs the connector, and starts it again whenever it ends; the image is put in. What the connector says, Docker logs; the journal gets
// what the script and Docker complain about, which would otherwise follow the output.
const runUnit = `[Unit]
Description=Twingate connector
Wants=network-online.target docker.service
After=network-online.target docker.service
StartLimitIntervalSec=0

[Service]
Environment=HOME=/run
ConfigurationDirectory=twingate-connector
RuntimeDirectory=twingate-connector
RuntimeDirectoryMode=0700
StandardOutput=null
StandardError=journal
ExecStartPre=-/usr/bin/docker rm --force twingate-connector
ExecStart=/bin/bash /etc/twingate-connector/connector.sh %s
ExecStop=-/usr/bin/docker stop twingate-connector
Restart=always
RestartSec=10
`

// updateUnit fetches the newest image under the same name, and restarts the machine, which takes over the system that it has fetched
// by itself. Images that no longer have a name are removed a week later. The image is put in.
const updateUnit = `[Unit]
Description=Update of the Twingate connector and its system

[Service]
Type=oneshot
Environment=HOME=/run
ExecStart=/usr/bin/docker pull %s
ExecStart=/usr/bin/docker image prune --force
ExecStart=systemctl reboot
`

// updateTimer is the time of the weekly update, which is put in: "Tue" and 3.
const updateTimer = `[Unit]
Description=Weekly update of the Twingate connector

[Timer]
OnCalendar=%s *-*-* %02d:00:00 UTC
`

var weekdays = [...]string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"}

// userData is what cloud-init does at every start of the machine, whose /etc is in memory. It holds no secret.
func (b *builder) userData(c *remoteaccess.Connector) string {
	const units = "/etc/systemd/system/"
	var text strings.Builder
	text.WriteString("#cloud-config\nwrite_files:\n")
	writeFile(&text, "/etc/twingate-connector/connector.env", environment(c.Environment(b.access)))
	writeFile(&text, "/etc/twingate-connector/connector.sh", bootScript)
	writeFile(&text, units+"twingate-connector.service", fmt.Sprintf(runUnit, b.args.Image))
	started := "twingate-connector.service"
	if b.updated() {
		writeFile(&text, units+"twingate-update.service", fmt.Sprintf(updateUnit, b.args.Image))
		writeFile(&text, units+"twingate-update.timer", fmt.Sprintf(updateTimer, weekdays[c.UpdateDay()], remoteaccess.UpdateHour))
		started += " twingate-update.timer"
	}
	text.WriteString("runcmd:\n- systemctl daemon-reload\n- systemctl start --no-block " + started + "\n")
	return text.String()
}

// writeFile adds a file of cloud-init, with its text as a block that needs no quoting.
func writeFile(text *strings.Builder, path, content string) {
	fmt.Fprintf(text, "- path: %s\n  permissions: \"0644\"\n  content: |\n", path)
	for line := range strings.Lines(content) {
		if line != "\n" {
			text.WriteString("    ")
		}
		text.WriteString(line)
	}
}

// environment is a file of environment variables as Docker reads it: a value goes to the end of its line.
func environment(variables map[string]string) string {
	var text strings.Builder
	for _, name := range slices.Sorted(maps.Keys(variables)) {
		text.WriteString(name + "=" + variables[name] + "\n")
	}
	return text.String()
}

// updated tells whether the connectors are updated every week, and with them their system.
func (b *builder) updated() bool { return remoteaccess.Updated(b.access, b.args.Image) }
