package contracts

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/stackref"
)

// snippet:contract

// Network is what the network stack gives to the applications in it.
type Network struct {
	stackref.Contract `contract:"acme.network" version:"1.0"`

	NetworkID pulumi.StringOutput `pulumi:"networkId" validate:"prefix=projects/" doc:"the VPC"`
	Zone      Zone                `pulumi:"zone"`
	Regions   []Region            `pulumi:"regions" validate:"min=1" doc:"where applications can run"`
	Proxy     Proxy               `pulumi:"proxy" doc:"the only way out of the network"`
	RecordTTL pulumi.IntOutput    `pulumi:"recordTtl,optional" default:"300" doc:"seconds that DNS records may be cached"`
}

// snippet:end

// Zone is the private DNS zone of the network.
type Zone struct {
	Name   pulumi.StringOutput `pulumi:"name"`
	Domain pulumi.StringOutput `pulumi:"domain" validate:"suffix=." doc:"ends with a dot"`
}

// Region is one region with a way from serverless services into the network, and back.
type Region struct {
	Name      string              `pulumi:"name"`
	Connector pulumi.StringOutput `pulumi:"connector" doc:"the id of the Serverless VPC Access connector"`
	Ingress   pulumi.StringOutput `pulumi:"ingress" doc:"the address of the internal load balancer in front of applications"`
}

// Proxy is the egress proxy and its password.
type Proxy struct {
	Host     pulumi.StringOutput `pulumi:"host"`
	Port     pulumi.IntOutput    `pulumi:"port" validate:"min=1,max=65535"`
	Password pulumi.StringOutput `pulumi:"password,secret"`
}
