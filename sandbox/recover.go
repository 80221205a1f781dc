package sandbox

import (
	"context"
	"fmt"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"github.com/groundwork-go/groundwork/internal/simcloud"
	"github.com/groundwork-go/groundwork/sandbox/internal/engine"
)

// recover settles the operations that the last run had begun and not recorded when it was cut. Pulumi asks a person
// whether each took effect, or takes the answer from the cloud with `pulumi refresh`; the simulated cloud always knows.
func (s *stackState) recover(ctx context.Context) error {
	pending := s.base.PendingOperations
	if len(pending) == 0 {
		return nil
	}
	live := map[identity]simcloud.Object{}
	for _, o := range s.cloud.Objects() {
		live[identity{o.URN, o.ID}] = o
	}
	deployment := *s.base
	deployment.PendingOperations, deployment.Resources = nil, slices.Clone(deployment.Resources)
	for _, operation := range pending {
		note, err := s.settle(ctx, &deployment, operation, live)
		if err != nil {
			return fmt.Errorf("settle the %s of %s that was cut: %w", operation.Type, operation.Resource.URN, err)
		}
		s.settled = append(s.settled, note)
	}
	if err := engine.Verify(ctx, &deployment, s.vault); err != nil {
		return fmt.Errorf("the state could not be brought in line with the cloud: %w", err)
	}
	s.base = &deployment
	return nil
}

// identity tells objects apart; ids alone are not unique for every type.
type identity struct {
	urn resource.URN
	id  resource.ID
}

func (s *stackState) settle(
	ctx context.Context, deployment *apitype.DeploymentV3, operation apitype.OperationV2, live map[identity]simcloud.Object,
) (string, error) {
	r := operation.Resource
	switch operation.Type {
	case apitype.OperationTypeCreating:
		object, made := unrecorded(deployment, r.URN, live)
		if !made {
			return fmt.Sprintf("the last run was cut while creating %s: nothing was made", r.URN), nil
		}
		if err := s.adopt(ctx, deployment, r, object); err != nil {
			return "", err
		}
		return fmt.Sprintf("the last run was cut while creating %s: %s exists and was taken into the state", r.URN, object.ID), nil
	case apitype.OperationTypeUpdating:
		if object, exists := live[identity{r.URN, r.ID}]; exists {
			if err := s.overwrite(ctx, deployment, r, object); err != nil {
				return "", err
			}
		}
		return fmt.Sprintf("the last run was cut while updating %s: its state was read from the cloud", r.URN), nil
	case apitype.OperationTypeDeleting:
		if _, exists := live[identity{r.URN, r.ID}]; !exists {
			forget(deployment, r)
		}
		return fmt.Sprintf("the last run was cut while deleting %s", r.URN), nil
	default:
		return fmt.Sprintf("the last run was cut while %s %s", operation.Type, r.URN), nil
	}
}

// unrecorded finds the object of a URN that no resource of the state stands for.
func unrecorded(deployment *apitype.DeploymentV3, urn resource.URN, live map[identity]simcloud.Object) (simcloud.Object, bool) {
	recorded := map[identity]bool{}
	for _, r := range deployment.Resources {
		recorded[identity{r.URN, r.ID}] = !r.PendingReplacement // such a one is deleted already
	}
	for id, object := range live {
		if object.URN == urn && !recorded[id] {
			return object, true
		}
	}
	return simcloud.Object{}, false
}

// adopt adds a created resource to the state, after everything it refers to. The resource that it replaces, if any, is
// left for deletion.
func (s *stackState) adopt(ctx context.Context, deployment *apitype.DeploymentV3, r apitype.ResourceV3, object simcloud.Object) error {
	outputs, err := engine.SerializeProperties(ctx, object.Outputs, s.vault)
	if err != nil {
		return err
	}
	r.ID, r.Outputs = object.ID, outputs
	needed := map[resource.URN]bool{r.Parent: true, r.DeletedWith: true}
	for _, d := range r.Dependencies {
		needed[d] = true
	}
	for _, urns := range r.PropertyDependencies {
		for _, d := range urns {
			needed[d] = true
		}
	}
	deployment.Resources = slices.DeleteFunc(deployment.Resources, func(other apitype.ResourceV3) bool {
		return other.URN == r.URN && other.PendingReplacement
	})
	position := 0
	for i := range deployment.Resources {
		other := &deployment.Resources[i]
		if other.URN == r.URN && !other.Delete {
			other.Delete = true
		}
		reference := string(other.URN) + "::" + string(other.ID)
		if needed[other.URN] || r.Provider == reference {
			position = i + 1
		}
	}
	deployment.Resources = slices.Insert(deployment.Resources, position, r)
	return nil
}

// overwrite gives the state of a resource the properties that it has in the cloud.
func (s *stackState) overwrite(ctx context.Context, deployment *apitype.DeploymentV3, r apitype.ResourceV3, object simcloud.Object) error {
	inputs, err := engine.SerializeProperties(ctx, object.Inputs, s.vault)
	if err != nil {
		return err
	}
	outputs, err := engine.SerializeProperties(ctx, object.Outputs, s.vault)
	if err != nil {
		return err
	}
	for i := range deployment.Resources {
		if other := &deployment.Resources[i]; other.URN == r.URN && other.ID == r.ID {
			other.Inputs, other.Outputs = inputs, outputs
		}
	}
	return nil
}

// forget removes a resource whose deletion took effect, unless others of the state still refer to it: then the next run
// deletes it once more, which does no harm.
func forget(deployment *apitype.DeploymentV3, r apitype.ResourceV3) {
	for _, other := range deployment.Resources {
		refers := other.Parent == r.URN || other.DeletedWith == r.URN || slices.Contains(other.Dependencies, r.URN)
		if refers && (other.URN != r.URN) {
			return
		}
	}
	deployment.Resources = slices.DeleteFunc(deployment.Resources, func(other apitype.ResourceV3) bool {
		return other.URN == r.URN && other.ID == r.ID && other.Delete == r.Delete
	})
}
