package ingress

import (
	"strconv"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/kubeform"
)

// Action is what a Backend can name instead of a Service: exactly one of Forward, Redirect and FixedResponse.
type Action struct {
	Forward       *Forward
	Redirect      *Redirect
	FixedResponse *FixedResponse
}

// Forward shares requests out among Services and target groups by weight.
type Forward struct {
	// Targets are 1 to 5 Services or target groups. Required.
	Targets []ForwardTarget
	// StickyFor keeps a client with the target group it was given for so long, a second to 7 days. Default 0: not.
	StickyFor time.Duration
}

// ForwardTarget is a Service with a port, or a target group made elsewhere.
type ForwardTarget struct {
	// ServiceName is a Service of the Ingress's own namespace.
	ServiceName pulumi.StringInput
	// ServicePort is the number of the Service's port, 1 to 65535.
	ServicePort int
	// ServicePortName is the name of the Service's port, instead of its number.
	ServicePortName string
	// TargetGroupARN is a target group of the same network, instead of a Service, such as one of a TargetGroupBinding.
	TargetGroupARN pulumi.StringInput
	// Weight is the share of requests, 0 to 999, in proportion to the sum of all. Not all can be 0. One target alone needs none.
	Weight int
}

// Redirect sends the client elsewhere. What is left out stays as in the request; at least one of Protocol, Host, Port and Path
// must be given, and the result must differ from what leads to the action.
type Redirect struct {
	// Protocol is HTTPS, or left out.
	Protocol Protocol
	// Host is a host name. It may contain #{host}.
	Host string
	// Port is 1 to 65535.
	Port int
	// Path begins with a slash. It may contain #{host}, #{path} and #{port}.
	Path string
	// Query comes after the question mark. It may contain #{query} as well.
	Query string
	// Permanent answers 301, which clients remember. Default 302.
	Permanent bool
}

// FixedResponse answers in place of a target.
type FixedResponse struct {
	// StatusCode is 200 to 299 or 400 to 599. Required.
	StatusCode int
	// ContentType is text/plain (default), text/css, text/html, application/javascript or application/json.
	ContentType string
	// Body is at most 1024 bytes.
	Body string
}

// The JSON of the annotation, by the names in the controller's documentation.
type (
	actionJSON struct {
		Type          string       `json:"type"`
		ForwardConfig *forwardJSON `json:"forwardConfig,omitempty"`
		Redirect      *redirJSON   `json:"redirectConfig,omitempty"`
		FixedResponse *fixedJSON   `json:"fixedResponseConfig,omitempty"`
	}
	forwardJSON struct {
		TargetGroups []targetGroupJSON `json:"targetGroups"`
		Stickiness   *stickyJSON       `json:"targetGroupStickinessConfig,omitempty"`
	}
	targetGroupJSON struct {
		ServiceName    string `json:"serviceName,omitempty"`
		ServicePort    any    `json:"servicePort,omitempty"`
		TargetGroupARN string `json:"targetGroupARN,omitempty"`
		Weight         *int   `json:"weight,omitempty"`
	}
	stickyJSON struct {
		Enabled         bool `json:"enabled"`
		DurationSeconds int  `json:"durationSeconds"`
	}
	redirJSON struct {
		Host       string `json:"host,omitempty"`
		Path       string `json:"path,omitempty"`
		Port       string `json:"port,omitempty"`
		Protocol   string `json:"protocol,omitempty"`
		Query      string `json:"query,omitempty"`
		StatusCode string `json:"statusCode"`
	}
	fixedJSON struct {
		ContentType string `json:"contentType"`
		StatusCode  string `json:"statusCode"`
		MessageBody string `json:"messageBody,omitempty"`
	}
)

// value renders the action; names and ARNs of Forward may be known only later.
func (a Action) value(field string) value {
	var inputs pulumi.StringArray
	if a.Forward != nil {
		for i, target := range a.Forward.Targets {
			inputs = append(inputs, target.input(indexed(field+".Forward.Targets", i)))
		}
	}
	return value{inputs, func(values []string) string { return toJSON(a.document(values)) }}
}

// input is the one part of a target that may be known only later.
func (t ForwardTarget) input(field string) pulumi.StringInput {
	if component.Given(t.TargetGroupARN) {
		return pass(t.TargetGroupARN, targetGroupARN, argsName, field+".TargetGroupARN")
	}
	if _, known := component.Known(t.ServiceName); known {
		return t.ServiceName
	}
	return kubeform.PassDNSLabel(t.ServiceName, argsName, field+".ServiceName")
}

func (a Action) document(values []string) actionJSON {
	switch {
	case a.Forward != nil:
		return actionJSON{Type: "forward", ForwardConfig: a.Forward.document(values)}
	case a.Redirect != nil:
		return actionJSON{Type: "redirect", Redirect: a.Redirect.document()}
	default:
		return actionJSON{Type: "fixed-response", FixedResponse: a.FixedResponse.document()}
	}
}

func (f Forward) document(values []string) *forwardJSON {
	made := &forwardJSON{}
	for i, target := range f.Targets {
		group := targetGroupJSON{}
		if component.Given(target.TargetGroupARN) {
			group.TargetGroupARN = values[i]
		} else {
			group.ServiceName, group.ServicePort = values[i], port(target.ServicePort, target.ServicePortName)
		}
		if len(f.Targets) > 1 {
			group.Weight = &target.Weight
		}
		made.TargetGroups = append(made.TargetGroups, group)
	}
	if f.StickyFor > 0 {
		made.Stickiness = &stickyJSON{Enabled: true, DurationSeconds: int(f.StickyFor / time.Second)}
	}
	return made
}

// port is a number, or a name in its place.
func port(number int, name string) any {
	if name != "" {
		return name
	}
	return number
}

func (r Redirect) document() *redirJSON {
	made := &redirJSON{Host: r.Host, Path: r.Path, Protocol: string(r.Protocol), Query: r.Query, StatusCode: "HTTP_302"}
	if r.Port != 0 {
		made.Port = strconv.Itoa(r.Port)
	}
	if r.Permanent {
		made.StatusCode = "HTTP_301"
	}
	return made
}

func (f FixedResponse) document() *fixedJSON {
	fill(&f.ContentType, "text/plain")
	return &fixedJSON{ContentType: f.ContentType, StatusCode: strconv.Itoa(f.StatusCode), MessageBody: f.Body}
}
