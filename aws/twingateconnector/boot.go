package twingateconnector

import (
	_ "embed" // for the boot script
	"encoding/json"
	"fmt"
	"strings"

	"github.com/groundwork-go/groundwork/internal/awsform"
	"github.com/groundwork-go/groundwork/internal/remoteaccess"
)

// bootScript is what a new machine runs once. It has no secret in it, and prints none.
//
//go:embed boot.py
var bootScript string

// Where the image and the cloud have things, and how long is waited for them.
const (
	metadataEndpoint  = "http://169.254.169.254"
	configurationFile = "/etc/twingate/connector.conf"
	unitDirectory     = "/etc/systemd/system"
	packageSources    = "/etc/apt/sources.list.d/twingate.list"

	bootSeconds      = 420 // until the script gives up; less than heartbeatSeconds, so that it can say so
	bootPauseSeconds = 5
	healthyChecks    = 3
	maxUserData      = 16384 // bytes before base64 (EC2 user guide, instance user data)
)

// boot are the settings of the boot script.
type boot struct {
	Region        string            `json:"region"`
	Secret        string            `json:"secret"`  // ARN
	Version       string            `json:"version"` // of the secret: another one is another machine
	Tokens        map[string]string `json:"tokens"`  // the keys in the secret by variable
	Group         string            `json:"group"`
	Hook          string            `json:"hook"`
	Environment   map[string]string `json:"environment"`
	Update        string            `json:"update"` // when, as systemd writes it; empty for never
	RootDevice    string            `json:"rootDevice"`
	Metadata      string            `json:"metadata"`
	Endpoints     map[string]string `json:"endpoints"` // by service
	Configuration string            `json:"configuration"`
	Units         string            `json:"units"`
	Sources       string            `json:"sources"`
	Seconds       float64           `json:"seconds"`
	Pause         float64           `json:"pause"`
	Checks        int               `json:"checks"`
}

// newBoot are the settings of a machine that is made for one version of one secret.
func newBoot(secret secretPlace, version, group string) *boot {
	return &boot{
		Region: secret.Region, Secret: secret.arn, Version: version, Group: group, Hook: bootHook,
		Tokens:   map[string]string{remoteaccess.AccessTokenVariable: accessTokenKey, remoteaccess.RefreshTokenVariable: refreshTokenKey},
		Metadata: metadataEndpoint, Configuration: configurationFile, Units: unitDirectory, Sources: packageSources,
		Endpoints: map[string]string{"secretsmanager": secret.endpoint("secretsmanager"), "autoscaling": secret.endpoint("autoscaling")},
		Seconds:   bootSeconds, Pause: bootPauseSeconds, Checks: healthyChecks,
	}
}

// userData is the script with its settings. JSON never has three quotes in a row, which would end the text that it stands in.
func (b *boot) userData() (string, error) {
	settings, err := json.Marshal(b)
	if err != nil {
		return "", err
	}
	text := strings.Replace(bootScript, "@SETTINGS@", string(settings), 1)
	if len(text) > maxUserData {
		return "", fmt.Errorf("twingateconnector: the boot script: need at most %d bytes for EC2, got %d", maxUserData, len(text))
	}
	return text, nil
}

// updateTime is when systemd updates the connector.
func updateTime(c *remoteaccess.Connector) string {
	days := []string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"}
	return fmt.Sprintf("%s *-*-* %02d:00:00 UTC", days[c.UpdateDay()], remoteaccess.UpdateHour)
}

// secretPlace is a secret, and where it is.
type secretPlace struct {
	awsform.Location
	arn string
}

// locateSecret reads arn:PARTITION:secretsmanager:REGION:ACCOUNT:secret:NAME.
func locateSecret(arn string) (secretPlace, error) {
	where, err := awsform.Locate("twingateconnector: the secret", arn)
	return secretPlace{Location: where, arn: arn}, err
}

// endpoint is where a service of the same region answers.
func (s secretPlace) endpoint(service string) string { return "https://" + s.host(service) }

// host is the name of a service in the same region, in IAM's conditions too.
func (s secretPlace) host(service string) string {
	suffix := "amazonaws.com"
	switch s.Partition {
	case "aws-cn":
		suffix = "amazonaws.com.cn"
	case "aws-eusc":
		suffix = "amazonaws.eu"
	}
	return service + "." + s.Region + "." + suffix
}

// groupARN is that of an Auto Scaling group by its name; AWS puts a number of its own into it.
func (s secretPlace) groupARN(name string) string {
	return fmt.Sprintf("arn:%s:autoscaling:%s:%s:autoScalingGroup:*:autoScalingGroupName/%s", s.Partition, s.Region, s.Account, name)
}
