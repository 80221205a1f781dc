package contracts

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/stackref"
)

// Redis is the instances. Their passwords are the stack's output "auth", apart from this: a program that only opens a way does not get them.
type Redis struct {
	stackref.Contract `contract:"acme.gcp-redis" version:"1.0"`

	Instances map[string]Instance `pulumi:"redis" validate:"min=1" doc:"by name"`
}

// Instance is one of them.
type Instance struct {
	Host           pulumi.StringOutput      `pulumi:"host" doc:"an address in the network"`
	Port           pulumi.IntOutput         `pulumi:"port" validate:"min=1,max=65535"`
	ReadHost       pulumi.StringOutput      `pulumi:"readHost" doc:"empty without read replicas"`
	ReadPort       pulumi.IntOutput         `pulumi:"readPort" doc:"0 without read replicas"`
	CACertificates pulumi.StringArrayOutput `pulumi:"caCertificates" doc:"of its server certificate; none without TLS"`
}
