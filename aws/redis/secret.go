package redis

import (
	"cmp"
	"encoding/json"
	"net"
	"net/url"
	"strconv"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/secretsmanager"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
)

// connection is the content of the secret: all that a client has to know.
type connection struct {
	Engine      Engine `json:"engine"`
	Host        string `json:"host"`
	Port        int    `json:"port"`
	ReaderHost  string `json:"readerHost"`
	ReaderPort  int    `json:"readerPort"`
	Username    string `json:"username"`
	Password    string `json:"password"`
	TLS         bool   `json:"tls"`
	ClusterMode bool   `json:"clusterMode"`
	URL         string `json:"url"`
}

// addSecret keeps the connection in Secrets Manager.
func (b *builder) addSecret() error {
	secret, err := secretsmanager.NewSecret(b.ctx, b.scope.Name("secret"), &secretsmanager.SecretArgs{
		Description:          pulumi.String("How to connect to " + b.name),
		KmsKeyId:             b.key(),
		RecoveryWindowInDays: pulumi.Int(component.ByProfile(b.args.Profile, secretRecoveryDays, developmentSecretRecoveryDays)),
		Tags:                 b.args.Tags.AWS(),
	}, b.child()...)
	if err != nil {
		return b.scope.Err("secret", err)
	}
	version, err := secretsmanager.NewSecretVersion(b.ctx, b.scope.Name("secret-version"), &secretsmanager.SecretVersionArgs{
		SecretId:     secret.ID(),
		SecretString: b.connection(),
	}, b.child()...)
	if err != nil {
		return b.scope.Err("secret-version", err)
	}
	b.cluster.SecretARN, b.cluster.SecretVersionID = secret.Arn, version.VersionId
	return nil
}

// connection renders the secret's value. The group's endpoints are part of it, so it is written when clients can log in.
// The password makes it secret.
func (b *builder) connection() pulumi.StringOutput {
	a := b.args
	return pulumi.All(b.cluster.PrimaryEndpoint, b.cluster.ReaderEndpoint, b.currentPassword.Result).ApplyT(
		func(known []any) (string, error) {
			c := connection{
				Engine: a.Engine, Port: a.Port, Username: a.UserName, TLS: true, ClusterMode: a.sharded(),
				Host: known[0].(string), ReaderHost: known[1].(string), ReaderPort: cmp.Or(b.readerPort, a.Port), Password: known[2].(string),
			}
			c.URL = (&url.URL{
				Scheme: "rediss", User: url.UserPassword(c.Username, c.Password), Host: net.JoinHostPort(c.Host, strconv.Itoa(c.Port)),
			}).String()
			text, err := json.Marshal(c)
			return string(text), err
		}).(pulumi.StringOutput)
}
