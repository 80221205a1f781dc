package engine

import (
	"context"
	"strconv"
	"sync"

	"github.com/pulumi/pulumi/pkg/v3/resource/plugin"
	"github.com/pulumi/pulumi/sdk/v3/go/common/diag"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/emptypb"
)

// Version is the version of Pulumi that the engine is of, for programs that require one.
const Version = "3.259.0"

// service is the part of the engine that a program talks to beside the resource monitor: its log, and its demand for a
// version of Pulumi, which the engine's test host does not answer.
type service struct {
	pulumirpc.UnimplementedEngineServer
	sink, statusSink diag.Sink

	logging sync.RWMutex
	ended   bool
}

// end lets what is being logged arrive, and drops what comes later: the engine does not wait for a program when another operation has
// failed, and takes the sinks down.
func (s *service) end() {
	s.logging.Lock()
	defer s.logging.Unlock()
	s.ended = true
}

func (s *service) logf(sink diag.Sink, severity diag.Severity, message *diag.Diag, args ...any) {
	s.logging.RLock()
	defer s.logging.RUnlock()
	if !s.ended {
		sink.Logf(severity, message, args...)
	}
}

// serve starts the service on an address of this machine.
func (s *service) serve() (address string, stop func() error, err error) {
	cancel := make(chan bool)
	handle, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Cancel: cancel,
		Init: func(server *grpc.Server) error {
			pulumirpc.RegisterEngineServer(server, s)
			return nil
		},
	})
	if err != nil {
		return "", nil, err
	}
	return "127.0.0.1:" + strconv.Itoa(handle.Port), func() error {
		close(cancel)
		return <-handle.Done
	}, nil
}

func (s *service) Log(_ context.Context, r *pulumirpc.LogRequest) (*emptypb.Empty, error) {
	sink := s.sink
	if r.GetEphemeral() {
		sink = s.statusSink
	}
	severity := map[pulumirpc.LogSeverity]diag.Severity{
		pulumirpc.LogSeverity_DEBUG: diag.Debug, pulumirpc.LogSeverity_INFO: diag.Info,
		pulumirpc.LogSeverity_WARNING: diag.Warning, pulumirpc.LogSeverity_ERROR: diag.Error,
	}[r.GetSeverity()]
	s.logf(sink, severity, diag.StreamMessage(resource.URN(r.GetUrn()), r.GetMessage(), r.GetStreamId()))
	return &emptypb.Empty{}, nil
}

func (s *service) RequirePulumiVersion(
	_ context.Context, r *pulumirpc.RequirePulumiVersionRequest,
) (*pulumirpc.RequirePulumiVersionResponse, error) {
	return &pulumirpc.RequirePulumiVersionResponse{}, plugin.ValidatePulumiVersionRange(r.GetPulumiVersionRange(), Version)
}
