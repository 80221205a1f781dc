package stackreftest_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/stackref"
)

// network is the contract of these tests.
type network struct {
	stackref.Contract `contract:"acme.network" version:"1.2"`

	ID    pulumi.StringOutput      `pulumi:"id" validate:"prefix=vpc-"`
	Port  pulumi.IntOutput         `pulumi:"port"`
	Ratio pulumi.Float64Output     `pulumi:"ratio,optional" default:"0.5"`
	Hosts pulumi.StringArrayOutput `pulumi:"hosts"`
	Zones []zone                   `pulumi:"zones"`
	Named map[string]zone          `pulumi:"named,optional"`
	Login login                    `pulumi:"login"`
	Note  pulumi.StringPtrOutput   `pulumi:"note,optional"`
}

type zone struct {
	Name   string              `pulumi:"name"`
	Subnet pulumi.StringOutput `pulumi:"subnet"`
}

type login struct {
	User     pulumi.StringOutput `pulumi:"user"`
	Password pulumi.StringOutput `pulumi:"password,secret"`
}

const password = "correct horse battery staple"

func sample() *network {
	return &network{
		ID:    pulumi.String("vpc-1").ToStringOutput(),
		Port:  pulumi.Int(5432).ToIntOutput(),
		Hosts: pulumi.StringArray{pulumi.String("a.example"), pulumi.String("b.example")}.ToStringArrayOutput(),
		Zones: []zone{{"a", pulumi.String("subnet-a").ToStringOutput()}, {"b", pulumi.String("subnet-b").ToStringOutput()}},
		Named: map[string]zone{"main": {"c", pulumi.String("subnet-c").ToStringOutput()}},
		Login: login{pulumi.String("app").ToStringOutput(), pulumi.ToSecret(pulumi.String(password)).(pulumi.StringOutput)},
	}
}

const upstream = "acme/network/dev"

// consumer imports the contract and puts all of it into one resource.
func consumer(ctx *pulumi.Context) error {
	net, err := stackref.Import[network](ctx, stackref.Stack(upstream))
	if err != nil {
		return err
	}
	props := pulumi.Map{"id": net.ID, "port": net.Port, "ratio": net.Ratio, "hosts": net.Hosts,
		"user": net.Login.User, "password": net.Login.Password,
	}
	for _, z := range net.Zones {
		props["zone-"+z.Name] = z.Subnet
	}
	return ctx.RegisterResource("acme:index:App", "app", props, &pulumi.CustomResourceState{})
}

func run(opts ...infratest.Option) (*infratest.Graph, error) {
	return infratest.TryRun(consumer, append(opts, infratest.Organization("acme"))...)
}

// recorder is a testing.TB that keeps failures instead of failing.
type recorder struct {
	testing.TB
	failures []string
}

func (r *recorder) Helper()      {}
func (r *recorder) Name() string { return "TestRecorded" }

func (r *recorder) Errorf(format string, args ...any) {
	r.failures = append(r.failures, fmt.Sprintf(format, args...))
}

func (r *recorder) Fatalf(format string, args ...any) {
	r.Errorf(format, args...)
	runtime.Goexit()
}

// failuresOf runs an assertion that is expected to fail, on a goroutine that it may end.
func failuresOf(assertion func(testing.TB)) string {
	r := &recorder{}
	done := make(chan struct{})
	go func() {
		defer close(done)
		assertion(r)
	}()
	<-done
	return strings.Join(r.failures, "\n")
}
