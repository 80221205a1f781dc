package elasticcloud

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/awsform"
)

// argsName is how errors name the arguments.
const argsName = "elasticcloud.DeploymentArgs"

var (
	// displayName keeps what a person sees printable; the API names no other limit.
	displayName = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{N} ._()/-]{0,99}$`)
	templateID  = regexp.MustCompile(`^(aws|gcp|azure)(-[a-z0-9]+)+$`)
	pluginName  = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

	extensionURL  = awsform.Form{Need: "where Elastic Cloud has the extension, such as repo://2286113333", Pattern: regexp.MustCompile(`^(repo|https)://\S+$`)}
	monitoringID  = awsform.Form{Need: `a deployment's id of 32 hexadecimal digits, or "self"`, Pattern: regexp.MustCompile(`^([0-9a-f]{32}|self)$`)}
	bundleVersion = regexp.MustCompile(`^(\*|[0-9]+\.\*|[0-9]+\.[0-9]+\.\*)$`)
)

// Validate reports everything that is wrong with the arguments at once; each problem is a [component.FieldError]. It knows what Elastic Cloud
// accepts, so that a mistake shows before anything is created and not in the middle of an update.
func (args *DeploymentArgs) Validate() error {
	p := component.NewProblems("elasticcloud", "DeploymentArgs")
	a := args.withDefaults()
	a.checkBasics(p)
	a.checkRegion(p)
	a.checkTemplate(p)
	a.checkVersion(p)
	a.checkTiers(p)
	a.checkKibana(p)
	a.checkNetwork(p)
	a.checkEncryptionKey(p)
	a.checkSnapshotRepository(p)
	a.checkPlugins(p)
	a.checkExtensions(p)
	monitoringID.Check(p, "MonitoringDeploymentID", a.MonitoringDeploymentID)
	return p.Err()
}

func (args *DeploymentArgs) checkBasics(p *component.Problems) {
	p.RequireTags(args.Tags)
	if args.Name != "" {
		p.Match("Name", "1 to 100 letters, digits, spaces and ._()/-, beginning with a letter or digit", args.Name, displayName)
	}
	p.CheckProfile(args.Profile)
}

// checkTemplate looks at the form only: which templates exist differs by region and with time.
func (args *DeploymentArgs) checkTemplate(p *component.Problems) {
	const need = "a deployment template of the region, such as aws-storage-optimized or gcp-general-purpose; LookupTemplates lists them"
	switch {
	case args.Template == "":
		p.Add("Template", need, nil)
	case !templateID.MatchString(args.Template):
		p.Add("Template", need, args.Template)
	case args.Region != "" && !strings.HasPrefix(args.Template, string(args.cloud())+"-"):
		p.Addf("Template", fmt.Sprintf("a template that begins with %s-, like the regions there", args.cloud()), "%q in the region %q", args.Template, args.Region)
	}
}

// keyForm is how a cloud names its encryption keys.
func keyForm(c cloud) awsform.Form {
	switch c {
	case onGCP:
		return awsform.Form{
			Need:    "a key's resource name, such as projects/shop/locations/us-central1/keyRings/data/cryptoKeys/search",
			Pattern: regexp.MustCompile(`^projects/[a-z0-9:.-]+/locations/[a-z0-9-]+/keyRings/[\w-]+/cryptoKeys/[\w-]+$`),
		}
	case onAzure:
		return awsform.Form{
			Need:    "a key's URL, such as https://shop.vault.azure.net/keys/search",
			Pattern: regexp.MustCompile(`^https://[A-Za-z0-9-]+\.vault\.azure\.net/keys/[A-Za-z0-9-]+(/[0-9a-f]+)?$`),
		}
	default:
		return awsform.KeyARN
	}
}

func (args *DeploymentArgs) checkEncryptionKey(p *component.Problems) {
	keyForm(args.cloud()).Check(p, "EncryptionKey", args.EncryptionKey)
}

func (args *DeploymentArgs) checkPlugins(p *component.Problems) {
	for i, name := range args.Plugins {
		field := fmt.Sprintf("Plugins[%d]", i)
		if p.Match(field, "the name of a plugin, such as analysis-icu", name, pluginName) && slices.Contains(args.Plugins[:i], name) {
			p.Addf(field, "each plugin once", "%q again", name)
		}
	}
}

func (args *DeploymentArgs) checkExtensions(p *component.Problems) {
	for i, extension := range args.Extensions {
		field := fmt.Sprintf("Extensions[%d]", i)
		p.Require(field+".Name", "the extension's name", extension.Name)
		extensionURL.Require(p, field+".URL", extension.URL)
		switch {
		case !p.OneOf(field+".Type", extension.Type, "plugin", "bundle"):
		case extension.Type == "plugin" && extension.Version != args.Version:
			p.Add(field+".Version", "the deployment's own version: Elasticsearch loads a plugin of no other one", extension.Version)
		case extension.Type == "bundle" && extension.Version != args.Version:
			p.Match(field+".Version", `the deployment's own version, or a pattern such as "9.*" or "*"`, extension.Version, bundleVersion)
		}
	}
}

// known is a literal text; false for one that is known later, and for none.
func known(in pulumi.StringInput) (string, bool) {
	value, _ := component.Known(in)
	text, isText := value.(string)
	return text, isText
}
