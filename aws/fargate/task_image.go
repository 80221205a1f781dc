package fargate

import (
	"fmt"
	"regexp"

	"github.com/groundwork-go/groundwork/component"
)

// maxImage is the longest image reference (ECS API reference, ContainerDefinition).
const maxImage = 255

const (
	needImage     = "an image, [registry/]name with a :tag or, better, @sha256:digest"
	needImmutable = "an image with a digest or a tag that never moves, or AllowMutableTag"
)

// imageReference has the groups repository, tag and digest.
var imageReference = regexp.MustCompile(
	`^((?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]+)?/)?` + // registry
		`[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*)*)` + // name
		`(?::([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@(sha256:[a-f0-9]{64}))?$`)

// privateRegistry is a repository of Amazon ECR, with the groups account, region, domain and name.
var privateRegistry = regexp.MustCompile(
	`^([0-9]{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(amazonaws\.com|amazonaws\.com\.cn|on\.aws|on\.amazonwebservices\.com\.cn)/([^:@]+)`)

func isImage(image string) bool { return len(image) <= maxImage && imageReference.MatchString(image) }

// isMutable says whether a reference of the right form names whatever was pushed last.
func isMutable(image string) bool {
	parts := imageReference.FindStringSubmatch(image)
	return parts != nil && parts[3] == "" && (parts[2] == "" || parts[2] == "latest")
}

// imageProblem says what an image lacks; empty for a good one.
func (t *Task) imageProblem(image string, profile component.Profile) string {
	switch {
	case !isImage(image):
		return needImage
	case profile == component.Production && !t.AllowMutableTag && isMutable(image):
		return needImmutable
	default:
		return ""
	}
}

func (t *Task) checkImage(p *component.Problems, prefix string, profile component.Profile) {
	if !p.Require(prefix+"Image", needImage, t.Image) {
		return
	}
	value, _ := component.Known(t.Image)
	image, isText := value.(string)
	if need := t.imageProblem(image, profile); isText && need != "" {
		p.Add(prefix+"Image", need, image)
	}
}

// repositoryARN is the repository of an image in a private registry of Amazon ECR; empty for an image from elsewhere.
func repositoryARN(partition, image string) string {
	parts := privateRegistry.FindStringSubmatch(image)
	if parts == nil {
		return ""
	}
	return fmt.Sprintf("arn:%s:ecr:%s:%s:repository/%s", partition, parts[2], parts[1], parts[4])
}
