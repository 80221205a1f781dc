package fargate

import (
	"fmt"
	"regexp"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/imageref"
)

// maxImage is the longest image reference (ECS API reference, ContainerDefinition).
const maxImage = 255

// privateRegistry is a repository of Amazon ECR, with the groups account, region, domain and name.
var privateRegistry = regexp.MustCompile(
	`^([0-9]{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(amazonaws\.com|amazonaws\.com\.cn|on\.aws|on\.amazonwebservices\.com\.cn)/([^:@]+)`)

// imageProblem says what an image lacks; empty for a good one.
func (t *Task) imageProblem(image string, profile component.Profile) string {
	if len(image) > maxImage {
		return imageref.Need
	}
	return imageref.Problem(image, t.AllowMutableTag || profile != component.Production)
}

func (t *Task) checkImage(p *component.Problems, prefix string, profile component.Profile) {
	if !p.Require(prefix+"Image", imageref.Need, t.Image) {
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
