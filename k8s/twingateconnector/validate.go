package twingateconnector

import (
	"regexp"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/imageref"
	"github.com/groundwork-go/groundwork/internal/kubeform"
	"github.com/groundwork-go/groundwork/internal/remoteaccess"
)

// The names of the arguments in errors.
const (
	block    = "twingateconnector"
	argsType = "Args"
)

const (
	needUpdater = "an image of kubectl with a tag other than latest, or with a digest"
	needObject  = "the name of an object: at most 253 lower-case letters, digits, hyphens and dots, with a letter or digit at both ends"
)

// objectName is an RFC 1123 subdomain, without its limit.
var objectName = regexp.MustCompile(`^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$`)

// Validate reports everything that is wrong with the arguments at once; each problem is a [component.FieldError].
func (args *Args) Validate() error {
	p := component.NewProblems(block, argsType)
	a := args.withDefaults()
	p.RequireTags(a.Tags)
	p.CheckProfile(a.Profile)
	a.place().Check(p)
	remoteaccess.Check(p, &a.Access, a.Profile)
	if a.Namespace != "" {
		kubeform.CheckDNSLabel(p, "Namespace", a.Namespace)
	}
	if p.Require("PrivateCIDRs", `the blocks of addresses that the resources and the DNS servers are in, such as "10.0.0.0/16"`, a.PrivateCIDRs) {
		remoteaccess.CheckBlocks(p, "PrivateCIDRs", a.PrivateCIDRs)
	}
	p.OneOf("Location", a.Location, "AWS", "AZURE", "GOOGLE_CLOUD", "ON_PREMISE", "OTHER")
	a.checkPods(p)
	return p.Err()
}

func (args *Args) checkPods(p *component.Problems) {
	remoteaccess.CheckImage(p, "Image", args.Image)
	if imageref.Problem(args.UpdaterImage, false) != "" {
		p.Add("UpdaterImage", needUpdater, args.UpdaterImage)
	}
	for _, object := range []struct{ field, name string }{
		{"PullSecretName", args.PullSecretName}, {"PriorityClassName", args.PriorityClassName},
	} {
		if object.name != "" {
			p.Match(object.field, needObject, object.name, objectName)
		}
	}
	kubeform.CheckCPU(p, "CPU", args.CPU)
	asked, known := kubeform.CheckMemory(p, "Memory", args.Memory)
	limit, limited := kubeform.CheckMemory(p, "MemoryLimit", args.MemoryLimit)
	if known && limited && limit < asked {
		p.Add("MemoryLimit", "at least Memory, "+args.Memory, args.MemoryLimit)
	}
}
