package provider

import (
	"encoding/base64"
	"regexp"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/awsform"
)

const (
	block    = "provider"
	argsName = block + ".Args"
)

// Cluster says how to reach an EKS cluster. Make it a field of the contract between the cluster's stack and those that use
// it (see package stackref), or fill it from a cluster of the same program.
type Cluster struct {
	// Identifier names this very cluster and never another one: not one that was made anew under the same name either. A plain
	// constant, such as ekscluster's Identifier, which holds slot and generation. Required.
	Identifier pulumi.StringOutput `pulumi:"identifier"`
	// Name is the cluster's name on AWS. Required.
	Name pulumi.StringOutput `pulumi:"name"`
	// Region is where the cluster is. Required.
	Region pulumi.StringOutput `pulumi:"region"`
	// Endpoint is the URL of the API server. Required.
	Endpoint pulumi.StringOutput `pulumi:"endpoint" validate:"prefix=https://"`
	// CertificateAuthority is the PEM certificate of the API server's authority in base64, as EKS gives it. Required.
	CertificateAuthority pulumi.StringOutput `pulumi:"certificateAuthority"`
}

// Args describes a provider.
type Args struct {
	// Cluster is the cluster that the provider's objects live in. Required. Endpoint, certificate authority and region are changed in
	// place. Another Identifier is refused: its objects would be deleted here and made anew there.
	Cluster Cluster

	// RoleARN is the IAM role to call the cluster with; the role needs an access entry of the cluster. Default: whatever
	// credentials the deployment runs with. A change is made in place.
	RoleARN pulumi.StringInput

	// GiveUp is the break-glass for a cluster that is gone for good, and says why: "deleted by hand, INC-1234". With it, objects that
	// the program no longer has are dropped from the state when the cluster does not answer. Never set it for a cluster that is cut off for the
	// moment: the objects would stay there, known to nobody. Default none: deleting from a cluster that does not answer is an error. A
	// change is made in place.
	GiveUp string
}

var endpoint = regexp.MustCompile(`^https://[^/\s]+$`)

const (
	needIdentifier = "a constant that names this very cluster, such as ekscluster's Identifier"
	needEndpoint   = "the API server's URL, such as https://0123456789ABCDEF.gr7.eu-west-1.eks.amazonaws.com"
	needCA         = "the authority's PEM certificate in base64, as EKS gives it"
)

// Validate reports everything that is wrong with the arguments at once; each problem is a [component.FieldError]. What is an
// output of another resource is checked when it is known.
func (args *Args) Validate() error {
	p := component.NewProblems(block, "Args")
	p.Require("Cluster.Identifier", needIdentifier, args.Cluster.Identifier)
	p.Require("Cluster.Name", "the cluster's name on AWS", args.Cluster.Name)
	p.Require("Cluster.Region", awsform.Region.Need, args.Cluster.Region)
	p.Require("Cluster.Endpoint", needEndpoint, args.Cluster.Endpoint)
	p.Require("Cluster.CertificateAuthority", needCA, args.Cluster.CertificateAuthority)
	awsform.RoleARN.Check(p, "RoleARN", args.RoleARN)
	if args.GiveUp != "" && strings.TrimSpace(args.GiveUp) == "" {
		p.Add("GiveUp", "the reason why the cluster is given up", args.GiveUp)
	}
	return p.Err()
}

// isCertificate tells whether a text is a PEM certificate in base64.
func isCertificate(text string) bool {
	pem, err := base64.StdEncoding.DecodeString(text)
	return err == nil && strings.HasPrefix(string(pem), "-----BEGIN CERTIFICATE-----")
}
