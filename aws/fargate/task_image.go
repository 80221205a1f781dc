package fargate

import (
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/imageref"
)

// maxImage is the longest image reference (ECS API reference, ContainerDefinition).
const maxImage = 255

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
