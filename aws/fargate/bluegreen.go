package fargate

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
)

// colours are the versions that the service has: one without a colour, or two.
func (args *ServiceArgs) colours() []Colour {
	if args.BlueGreen == nil {
		return []Colour{""}
	}
	return []Colour{Blue, Green}
}

// taskOf is the task with the image of the colour.
func (args *ServiceArgs) taskOf(colour Colour) *Task {
	task := args.Task
	if colour != "" {
		task.Image = args.BlueGreen.image(colour)
	}
	return &task
}

func (b *BlueGreen) image(colour Colour) pulumi.StringInput {
	if colour == Blue {
		return b.Blue
	}
	return b.Green
}

// field is the field of [BlueGreen] that holds the colour's image.
func (c Colour) field() string {
	if c == Blue {
		return "Blue"
	}
	return "Green"
}

// active is the version that serves.
func (b *builder) active() *Version {
	for _, v := range b.versions {
		if b.args.BlueGreen != nil && v.colour == b.args.BlueGreen.Active {
			return v
		}
	}
	return b.versions[0]
}

// fixedColours keeps which colour serves and what each one runs, to refuse a change that would send requests to tasks that do
// not run yet: rules change before services do, because ECS wants a target group to be in use before it registers tasks.
func (args *ServiceArgs) fixedColours() component.Fixed {
	fixed := component.Fixed{
		Field: "BlueGreen", Allow: flipIsSafe,
		Instead: "a flip to an image that does not run yet, and the change from or to BlueGreen, send requests to tasks that are not there; " +
			"deploy the image first and flip in the next update, or make a second service",
	}
	if b := args.BlueGreen; b != nil {
		fixed.Value = pulumi.StringMap{"active": pulumi.String(b.Active), string(Blue): b.Blue, string(Green): b.Green}
	}
	return fixed
}

// flipIsSafe says whether the colour that serves afterwards runs what it ran before.
func flipIsSafe(old, next any) bool {
	before, wasBlueGreen := old.(map[string]any)
	after, isBlueGreen := next.(map[string]any)
	if !wasBlueGreen || !isBlueGreen {
		return false
	}
	if before["active"] == after["active"] {
		return true
	}
	colour, _ := after["active"].(string)
	return before[colour] == after[colour]
}
