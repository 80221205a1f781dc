package workload

import (
	"strconv"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/imageref"
)

// imageProblem says what an image lacks; empty for a good one.
func (args *Args) imageProblem(image string) string {
	return imageref.Problem(image, args.AllowMutableTag || !args.production())
}

func (args *Args) checkImage(p *component.Problems) {
	if !p.Require("Image", imageref.Need, args.Image) {
		return
	}
	value, _ := component.Known(args.Image)
	image, isText := value.(string)
	if need := args.imageProblem(image); isText && need != "" {
		p.Add("Image", need, image)
	}
}

// imageInput is the image with the checks of Validate.
func (b *builder) imageInput() pulumi.StringOutput {
	return b.args.Image.ToStringOutput().ApplyT(func(image string) (string, error) {
		if need := b.args.imageProblem(image); need != "" {
			return "", &component.FieldError{Args: argsName, Field: "Image", Need: need, Got: strconv.Quote(image)}
		}
		return image, nil
	}).(pulumi.StringOutput)
}

// pullPolicy lets a node start a pod from the image that it has, also while the registry is away. What a mutable tag names has
// to be asked for each time, or the pods of one workload differ.
func pullPolicy(image pulumi.StringOutput) pulumi.StringOutput {
	return image.ApplyT(func(image string) string {
		if imageref.Mutable(image) {
			return "Always"
		}
		return "IfNotPresent"
	}).(pulumi.StringOutput)
}
