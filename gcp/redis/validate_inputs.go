package redis

import (
	"fmt"
	"net/netip"
	"regexp"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
)

// The largest prefix lengths (smallest blocks) the service accepts for its addresses.
const (
	instanceBlockBits    = 29
	readReplicaBlockBits = 28
)

// What is asked of names of other resources, in words.
const (
	needNetwork = "a network as projects/PROJECT/global/networks/NAME or its self link"
	needKey     = "a key as projects/PROJECT/locations/LOCATION/keyRings/RING/cryptoKeys/KEY"
)

const anyProject = `projects/([a-z][a-z0-9.-]*:)?[a-z0-9-]+`

var (
	networkName = regexp.MustCompile(
		`^(https://(www|compute)\.googleapis\.com/compute/[a-z0-9]+/)?` + anyProject + `/global/networks/[a-z]([a-z0-9-]{0,61}[a-z0-9])?$`)
	kmsKeyName  = regexp.MustCompile(`^` + anyProject + `/locations/[a-z0-9-]+/keyRings/[A-Za-z0-9_-]{1,63}/cryptoKeys/[A-Za-z0-9_-]{1,63}$`)
	channelName = regexp.MustCompile(`^` + anyProject + `/notificationChannels/[0-9]+$`)
	rangeName   = regexp.MustCompile(`^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$`)
	bucketName  = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$`)
	location    = regexp.MustCompile(`^([a-z]+-[a-z]+[0-9]+|US|EU|ASIA|us|eu|asia|[A-Z]+-[A-Z]+[0-9]+|[A-Z]{3,4}[0-9]?)$`)
	zone        = regexp.MustCompile(`^(UTC|[A-Z][A-Za-z]+(/[A-Za-z0-9_+-]+)+)$`)
	cronField   = regexp.MustCompile(`^[0-9A-Za-z*/,-]+$`)
)

func (args *InstanceArgs) checkNetwork(p *component.Problems) {
	p.MatchInput("AuthorizedNetwork", needNetwork, args.AuthorizedNetwork, networkName)
	oneOf(p, "ConnectMode", args.ConnectMode, DirectPeering, PrivateServiceAccess)
	bits, suffix := instanceBlockBits, ""
	if args.ReadReplicas {
		bits, suffix = readReplicaBlockBits, " with ReadReplicas"
	}
	args.checkRange(p, "ReservedIPRange", args.ReservedIPRange, bits, suffix)
	if args.SecondaryIPRange != "" && args.SecondaryIPRange != "auto" {
		args.checkRange(p, "SecondaryIPRange", args.SecondaryIPRange, readReplicaBlockBits, ", or auto")
	}
}

func (args *InstanceArgs) checkRange(p *component.Problems, field, value string, bits int, suffix string) {
	switch {
	case value == "":
	case args.ConnectMode == PrivateServiceAccess:
		p.Match(field, "the name of an allocated range with PRIVATE_SERVICE_ACCESS", value, rangeName)
	default:
		block, err := netip.ParsePrefix(value)
		if err != nil || !block.Addr().Is4() || block.Bits() > bits || block.Masked() != block {
			p.Add(field, fmt.Sprintf("an IPv4 block of /%d%s, such as 10.0.0.0/%d", bits, suffix, bits), value)
		}
	}
}

func (args *InstanceArgs) checkKeysAndChannels(p *component.Problems) {
	p.MatchInput("KMSKeyName", needKey, args.KMSKeyName, kmsKeyName)
	for i, channel := range args.NotificationChannels {
		field := fmt.Sprintf("NotificationChannels[%d]", i)
		if p.Require(field, "a channel", channel) {
			p.MatchInput(field, "a channel as projects/PROJECT/notificationChannels/NUMBER", channel, channelName)
		}
	}
	if args.Export != nil {
		p.MatchInput("Export.KMSKeyName", needKey, args.Export.KMSKeyName, kmsKeyName)
	}
}

func (args *InstanceArgs) checkExport(p *component.Problems) {
	e := args.Export
	if e == nil {
		return
	}
	p.MatchInput("Export.Bucket", "a bucket's name without gs://", e.Bucket, bucketName)
	if e.Bucket != nil && (e.Location != "" || e.KMSKeyName != nil) {
		p.Add("Export.Bucket", "no Location or KMSKeyName beside a bucket that exists", "both")
	}
	matches(p, "Export.Location", e.Location, "a region such as europe-west1 or a multi-region such as EU", location)
	matches(p, "Export.Region", e.Region, "a region such as europe-west1", regionName)
	p.Between("Export.RetentionDays", e.RetentionDays, 1, maxRetentionDays)
	if !cron(e.Schedule) {
		p.Add("Export.Schedule", "five cron fields, such as 0 3 * * *", e.Schedule)
	}
	p.Match("Export.TimeZone", "a time zone by its IANA name, such as Europe/Berlin", e.TimeZone, zone)
}

// cron says whether a schedule has five fields of the right letters; the meaning of each is left to the scheduler.
func cron(schedule string) bool {
	fields := strings.Fields(schedule)
	for _, f := range fields {
		if !cronField.MatchString(f) {
			return false
		}
	}
	return len(fields) == 5
}

// checked passes an input on. One that is known only later is checked on its way to the resource.
func checked(field string, in pulumi.StringInput, need string, pattern *regexp.Regexp) pulumi.StringPtrInput {
	if !component.Given(in) {
		return nil
	}
	return component.CheckMatch(in, argsName, field, need, pattern).ToStringPtrOutput()
}
