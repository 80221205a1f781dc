package workload

import (
	"time"

	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/internal/kubeform"
)

const (
	startupInterval  = 2 * time.Second // often, because each new pod of a roll-out waits for it
	livenessInterval = 10 * time.Second
	livenessFailures = 6
)

// addTo gives the container its probes; a worker that cannot be asked has none.
func (p Probes) addTo(c *corev1.ContainerArgs) {
	if !p.probed() {
		return
	}
	c.StartupProbe = p.probe(p.Path, startupInterval, int((p.StartupTime+startupInterval-1)/startupInterval))
	c.ReadinessProbe = p.probe(p.Path, p.Interval, p.Failures)
	if p.LivenessPath != "" {
		c.LivenessProbe = p.probe(p.LivenessPath, livenessInterval, livenessFailures)
	}
}

func (p Probes) probe(path string, interval time.Duration, failures int) *corev1.ProbeArgs {
	probe := &corev1.ProbeArgs{PeriodSeconds: kubeform.Seconds(interval), TimeoutSeconds: kubeform.Seconds(p.Timeout), FailureThreshold: pulumi.Int(failures)}
	switch {
	case len(p.Command) > 0:
		probe.Exec = &corev1.ExecActionArgs{Command: pulumi.ToStringArray(p.Command)}
	case path != "":
		probe.HttpGet = &corev1.HTTPGetActionArgs{Path: pulumi.String(path), Port: pulumi.Int(p.Port), Scheme: pulumi.String(p.scheme())}
	default:
		probe.TcpSocket = &corev1.TCPSocketActionArgs{Port: pulumi.Int(p.Port)}
	}
	return probe
}

func (p Probes) scheme() string {
	if p.HTTPS {
		return "HTTPS"
	}
	return "HTTP"
}
