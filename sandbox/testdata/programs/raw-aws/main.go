// Raw-aws is a load-balanced ECS service in its own network, written with the AWS SDK alone.
package main

import (
	"errors"
	"fmt"
	"net/netip"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

const project = "raw-aws"

func main() {
	pulumi.Run(run)
}

func run(ctx *pulumi.Context) error {
	cfg := config.New(ctx, "")
	cidr := cfg.Get("cidr")
	if cidr == "" {
		cidr = "10.20.0.0/16"
	}
	desired, err := cfg.TryInt("desiredCount")
	if errors.Is(err, config.ErrMissingVar) {
		desired = 2
	} else if err != nil {
		return fmt.Errorf("read desiredCount: %w", err)
	}

	zones, err := zoneNames(ctx, 2)
	if err != nil {
		return err
	}
	net, err := newNetwork(ctx, cidr, zones)
	if err != nil {
		return err
	}
	lb, err := newBalancer(ctx, net)
	if err != nil {
		return err
	}
	svc, err := newService(ctx, net, lb, desired)
	if err != nil {
		return err
	}

	ctx.Export("vpcId", net.vpc.ID())
	ctx.Export("privateSubnetIds", net.privateIDs())
	ctx.Export("url", pulumi.Sprintf("http://%s", lb.balancer.DnsName))
	ctx.Export("clusterArn", svc.cluster.Arn)
	ctx.Export("serviceName", svc.service.Name)
	return nil
}

// zoneNames gives the first n availability zones of the region.
func zoneNames(ctx *pulumi.Context, n int) ([]string, error) {
	state := "available"
	found, err := aws.GetAvailabilityZones(ctx, &aws.GetAvailabilityZonesArgs{State: &state})
	if err != nil {
		return nil, fmt.Errorf("list availability zones: %w", err)
	}
	if len(found.Names) < n {
		return nil, fmt.Errorf("need %d availability zones, the region has %d", n, len(found.Names))
	}
	return found.Names[:n], nil
}

// subnetCIDR is the i-th /24 of a /16.
func subnetCIDR(cidr string, i int) (string, error) {
	prefix, err := netip.ParsePrefix(cidr)
	if err != nil {
		return "", fmt.Errorf("parse cidr: %w", err)
	}
	if !prefix.Addr().Is4() || prefix.Bits() != 16 {
		return "", fmt.Errorf("cidr: need an IPv4 /16, got %s", cidr)
	}
	octets := prefix.Masked().Addr().As4()
	octets[2] = byte(i)
	return netip.PrefixFrom(netip.AddrFrom4(octets), 24).String(), nil
}

func named(name string) pulumi.StringMap {
	return pulumi.StringMap{"Name": pulumi.String(name), "project": pulumi.String(project)}
}
