package loadbalancer

import (
	"maps"
	"slices"
	"strconv"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lb"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
)

// The ports of the listeners.
const (
	httpsPort = 443
	httpPort  = 80
)

// oneYear is the least that the lists of browsers ask for, in seconds.
const oneYear = "max-age=31536000"

// addHTTPS makes the listener for the rules of the services. What no rule is for gets a 404.
func (b *builder) addHTTPS() error {
	const role = "https"
	args := &lb.ListenerArgs{
		LoadBalancerArn: b.out.ARN,
		Port:            pulumi.Int(httpsPort),
		Protocol:        pulumi.String("HTTPS"),
		SslPolicy:       pulumi.String(b.args.SSLPolicy),
		CertificateArn:  component.CheckMatch(b.args.CertificateARN, argsName, "CertificateARN", needCertificate, certificateARN),
		DefaultActions: lb.ListenerDefaultActionArray{&lb.ListenerDefaultActionArgs{
			Type: pulumi.String("fixed-response"),
			FixedResponse: &lb.ListenerDefaultActionFixedResponseArgs{
				StatusCode: pulumi.String("404"), ContentType: pulumi.String("text/plain"), MessageBody: pulumi.String("not found"),
			},
		}},
		RoutingHttpResponseServerEnabled: pulumi.Bool(false),
		Tags:                             b.tags(role),
	}
	if !b.args.DisableHSTS {
		args.RoutingHttpResponseStrictTransportSecurityHeaderValue = pulumi.String(oneYear)
	}
	listener, err := lb.NewListener(b.ctx, b.scope.Name(role), args, b.scope.Child()...)
	if err != nil {
		return b.scope.Err(role, err)
	}
	b.out.HTTPSListenerARN = listener.Arn
	return nil
}

func (b *builder) addCertificates() error {
	for _, key := range slices.Sorted(maps.Keys(b.args.ExtraCertificateARNs)) {
		role := "certificate-" + key
		_, err := lb.NewListenerCertificate(b.ctx, b.scope.Name(role), &lb.ListenerCertificateArgs{
			ListenerArn:    b.out.HTTPSListenerARN,
			CertificateArn: component.CheckMatch(b.args.ExtraCertificateARNs[key], argsName, entry("ExtraCertificateARNs", key), needCertificate, certificateARN),
		}, b.scope.Child()...)
		if err != nil {
			return b.scope.Err(role, err)
		}
	}
	return nil
}

// addHTTP makes the listener that does nothing but send clients to HTTPS.
func (b *builder) addHTTP() error {
	const role = "http"
	_, err := lb.NewListener(b.ctx, b.scope.Name(role), &lb.ListenerArgs{
		LoadBalancerArn: b.out.ARN,
		Port:            pulumi.Int(httpPort),
		Protocol:        pulumi.String("HTTP"),
		DefaultActions: lb.ListenerDefaultActionArray{&lb.ListenerDefaultActionArgs{
			Type: pulumi.String("redirect"),
			Redirect: &lb.ListenerDefaultActionRedirectArgs{
				Protocol: pulumi.String("HTTPS"), Port: pulumi.String(strconv.Itoa(httpsPort)), StatusCode: pulumi.String("HTTP_301"),
			},
		}},
		RoutingHttpResponseServerEnabled: pulumi.Bool(false),
		Tags:                             b.tags(role),
	}, b.scope.Child()...)
	return b.scope.Err(role, err)
}
