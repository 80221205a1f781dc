package engine

import (
	"context"
	"errors"
	"os"

	"github.com/pulumi/pulumi/pkg/v3/resource/deploy/deploytest"
	"github.com/pulumi/pulumi/pkg/v3/resource/plugin"
	"github.com/pulumi/pulumi/sdk/v3/go/common/diag"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

// provider answers for every package. The engine configures each provider that it loads once, so each load is a new one.
// An operation that fails has changed nothing, so its status is OK (and two unknown ones at once race in the engine).
// What a provider only warns of goes to the sink.
func (r *Run) provider(sink diag.Sink) (plugin.Provider, error) {
	var place simcloud.Place
	return &deploytest.Provider{
		ConstructF: func(ctx context.Context, q plugin.ConstructRequest, monitor *deploytest.ResourceMonitor) (plugin.ConstructResponse, error) {
			return r.construct(ctx, q, monitor, place)
		},
		ConfigureF: func(_ context.Context, q plugin.ConfigureRequest) (plugin.ConfigureResponse, error) {
			place = configuredPlace(q.Inputs)
			return plugin.ConfigureResponse{}, nil
		},
		CheckConfigF: func(_ context.Context, q plugin.CheckConfigRequest) (plugin.CheckConfigResponse, error) {
			inputs, failures := r.Cloud.Check(simcloud.Request{
				URN: q.URN, OldInputs: resource.ToResourcePropertyMap(q.Olds), Inputs: resource.ToResourcePropertyMap(q.News),
			})
			return plugin.CheckConfigResponse{Properties: resource.FromResourcePropertyMap(inputs), Failures: checkFailures(failures)}, nil
		},
		DiffConfigF: func(_ context.Context, q plugin.DiffConfigRequest) (plugin.DiffConfigResponse, error) {
			return r.diff(simcloud.Request{URN: q.URN, OldInputs: q.OldInputs, OldOutputs: q.OldOutputs, Inputs: q.NewInputs})
		},
		CheckF: func(_ context.Context, q plugin.CheckRequest) (plugin.CheckResponse, error) {
			inputs, failures := r.Cloud.Check(simcloud.Request{URN: q.URN, OldInputs: q.Olds, Inputs: q.News, Place: place})
			return plugin.CheckResponse{Properties: inputs, Failures: checkFailures(failures)}, nil
		},
		DiffF: func(_ context.Context, q plugin.DiffRequest) (plugin.DiffResult, error) {
			return r.diff(simcloud.Request{URN: q.URN, ID: q.ID, OldInputs: q.OldInputs, OldOutputs: q.OldOutputs, Inputs: q.NewInputs})
		},
		CreateF: func(ctx context.Context, q plugin.CreateRequest) (plugin.CreateResponse, error) {
			o, err := r.Cloud.Create(ctx, simcloud.Request{URN: q.URN, Inputs: q.Properties, Preview: q.Preview, Place: place})
			if initError := halfway(err); initError != nil {
				return plugin.CreateResponse{ID: o.ID, Properties: o.Outputs, Status: resource.StatusPartialFailure}, initError
			}
			if err != nil {
				return plugin.CreateResponse{Status: resource.StatusOK}, err
			}
			return plugin.CreateResponse{ID: o.ID, Properties: o.Outputs, Status: resource.StatusOK}, nil
		},
		UpdateF: func(ctx context.Context, q plugin.UpdateRequest) (plugin.UpdateResponse, error) {
			o, err := r.Cloud.Update(ctx, simcloud.Request{
				URN: q.URN, ID: q.ID, OldInputs: q.OldInputs, OldOutputs: q.OldOutputs, Inputs: q.NewInputs, Preview: q.Preview, Place: place,
			})
			if initError := halfway(err); initError != nil {
				return plugin.UpdateResponse{Properties: o.Outputs, Status: resource.StatusPartialFailure}, initError
			}
			if err != nil {
				return plugin.UpdateResponse{Status: resource.StatusOK}, err
			}
			return plugin.UpdateResponse{Properties: o.Outputs, Status: resource.StatusOK}, nil
		},
		DeleteF: func(ctx context.Context, q plugin.DeleteRequest) (plugin.DeleteResponse, error) {
			err := r.Cloud.Delete(ctx, simcloud.Request{URN: q.URN, ID: q.ID, OldInputs: q.Inputs, OldOutputs: q.Outputs, Place: place})
			if err != nil {
				return plugin.DeleteResponse{Status: resource.StatusOK}, err
			}
			return plugin.DeleteResponse{Status: resource.StatusOK}, nil
		},
		ReadF: func(ctx context.Context, q plugin.ReadRequest) (plugin.ReadResponse, error) {
			return r.read(ctx, simcloud.Request{URN: q.URN, ID: q.ID, OldInputs: q.Inputs, OldOutputs: q.State, Place: place}, sink)
		},
		InvokeF: func(ctx context.Context, q plugin.InvokeRequest) (plugin.InvokeResponse, error) {
			result, failures, err := r.Cloud.Invoke(ctx, place, string(q.Tok), resource.ToResourcePropertyMap(q.Args))
			return plugin.InvokeResponse{
				Properties: resource.FromResourcePropertyMap(result), Failures: checkFailures(failures),
			}, err
		},
	}, nil
}

// HalfwayError says that an operation took effect and did not come to its end.
type HalfwayError struct{ Err error }

func (e *HalfwayError) Error() string { return e.Err.Error() }

// Unwrap returns what kept it from its end.
func (e *HalfwayError) Unwrap() error { return e.Err }

// halfway is how a provider tells the engine so; nil for any other error. The engine looks for this very type.
func halfway(err error) error {
	var half *HalfwayError
	if !errors.As(err, &half) {
		return nil
	}
	return &plugin.InitError{Reasons: []string{half.Error()}}
}

// configuredPlace reads where a provider's resources live. AWS and Google Cloud both call it region; the Kubernetes provider
// is told by its kubeconfig, and falls back on variables of the process that the engine runs in.
func configuredPlace(inputs resource.PropertyMap) simcloud.Place {
	text := func(key resource.PropertyKey) string {
		if v := inputs[key]; v.IsString() {
			return v.StringValue()
		}
		return ""
	}
	return simcloud.Place{
		Region: text("region"), GCP: text("region"), Project: text("project"),
		Kubernetes: simcloud.NewKubernetes(inputs, os.LookupEnv),
	}
}

// read finds an object. Some providers take one that they cannot read, for whatever reason, to be gone, and only warn of it.
func (r *Run) read(ctx context.Context, q simcloud.Request, sink diag.Sink) (plugin.ReadResponse, error) {
	o, found, err := r.Cloud.Read(ctx, q)
	if warning := simcloud.Unproven(string(q.URN.Type())); warning != "" && !found {
		if err != nil {
			warning += ": " + err.Error()
		}
		sink.Warningf(diag.Message(q.URN, "%s"), warning)
		err = nil
	}
	if err != nil || !found {
		return plugin.ReadResponse{Status: resource.StatusOK}, err
	}
	return plugin.ReadResponse{
		ReadResult: plugin.ReadResult{ID: o.ID, Inputs: o.Inputs, Outputs: o.Outputs}, Status: resource.StatusOK,
	}, nil
}

func (r *Run) diff(q simcloud.Request) (plugin.DiffResult, error) {
	d := r.Cloud.Diff(q)
	if d.Refused != nil {
		return plugin.DiffResult{}, d.Refused
	}
	result := plugin.DiffResult{Changes: plugin.DiffNone, DeleteBeforeReplace: d.DeleteBeforeReplace}
	for _, key := range d.Changed {
		result.Changes = plugin.DiffSome
		result.ChangedKeys = append(result.ChangedKeys, resource.PropertyKey(key))
	}
	for _, key := range d.Replace {
		result.ReplaceKeys = append(result.ReplaceKeys, resource.PropertyKey(key))
	}
	if result.Changes == plugin.DiffSome {
		result.DetailedDiff = plugin.NewDetailedDiffFromObjectDiff(q.OldInputs.Diff(q.Inputs), true)
	}
	return result, nil
}

func checkFailures(failures []simcloud.Failure) []plugin.CheckFailure {
	var converted []plugin.CheckFailure
	for _, f := range failures {
		converted = append(converted, plugin.CheckFailure{Property: resource.PropertyKey(f.Property), Reason: f.Reason})
	}
	return converted
}
