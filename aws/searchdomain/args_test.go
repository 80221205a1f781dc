package searchdomain_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/searchdomain"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/tagging"
)

// refusal is one mistake and what the user reads.
type refusal struct {
	change func(*searchdomain.DomainArgs)
	field  string
	text   string
}

func assertRefused(t *testing.T, tests map[string]refusal) {
	t.Helper()
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			graph, err := tryNamed(t, "search", test.change)
			require.Error(t, err)
			assert.Empty(t, graph.All(), "nothing may be registered")
			var fields []string
			for _, problem := range component.FieldErrors(err) {
				fields = append(fields, problem.Field)
			}
			assert.Equal(t, []string{test.field}, fields, "exactly the one mistake")
			assert.ErrorContains(t, err, "searchdomain: search: DomainArgs."+test.field+": "+test.text)
		})
	}
}

func data(instance string, volume int) func(*searchdomain.DomainArgs) {
	return func(a *searchdomain.DomainArgs) { a.Data.InstanceType, a.Data.VolumeGB = instance, volume }
}

func version(text string) func(*searchdomain.DomainArgs) {
	return func(a *searchdomain.DomainArgs) { a.EngineVersion = text }
}

func TestBasicsThatAreRefused(t *testing.T) {
	t.Parallel()
	assertRefused(t, map[string]refusal{
		"no tags": {func(a *searchdomain.DomainArgs) { a.Tags = tagging.Set{} }, "Tags",
			"need the mandatory tags, made with tagging.New or tagging.FromConfig, got nothing"},
		"profile":    {func(a *searchdomain.DomainArgs) { a.Profile = 7 }, "Profile", "need production or development, got Profile(7)"},
		"no network": {func(a *searchdomain.DomainArgs) { a.VPCID = nil }, "VPCID", "need a network's id such as vpc-0a1b2c3d, got nothing"},
		"network":    {func(a *searchdomain.DomainArgs) { a.VPCID = pulumi.String("10.0.0.0/16") }, "VPCID", `need a network's id such as vpc-0a1b2c3d, got "10.0.0.0/16"`},
		"two subnets for three zones": {func(a *searchdomain.DomainArgs) { a.SubnetIDs = subnets("subnet-a", "subnet-b") }, "SubnetIDs",
			"need 3 subnet ids such as subnet-0a1b2c3d, one for each of Zones and each in another zone, got 2"},
		"subnet": {func(a *searchdomain.DomainArgs) { a.SubnetIDs = subnets("subnet-a", "vpc-1", "subnet-c") }, "SubnetIDs[1]",
			`need a subnet's id such as subnet-0a1b2c3d, got "vpc-1"`},
		"one zone in production":    {func(a *searchdomain.DomainArgs) { a.Zones = 1 }, "Zones", "need 2 or 3 in production, got 1"},
		"four zones":                {func(a *searchdomain.DomainArgs) { a.Zones = 4 }, "Zones", "need 2 or 3 in production, got 4"},
		"four zones in development": {func(a *searchdomain.DomainArgs) { development(a); a.Zones, a.Data.Count = 4, 4 }, "Zones", "need 1 to 3, got 4"},
		"client name": {func(a *searchdomain.DomainArgs) {
			a.ClientSecurityGroupIDs = map[string]pulumi.StringInput{"The Web": pulumi.String("sg-1")}
		}, `ClientSecurityGroupIDs["The Web"]`, "need a name of lower-case letters, digits and single hyphens, beginning with a letter"},
		"public access": {func(a *searchdomain.DomainArgs) {
			a.ClientSecurityGroupIDs = map[string]pulumi.StringInput{"all": pulumi.String("0.0.0.0/0")}
		}, `ClientSecurityGroupIDs["all"]`, `need a security group's id such as sg-0a1b2c3d, got "0.0.0.0/0"`},
		"client without a group": {func(a *searchdomain.DomainArgs) {
			a.ClientSecurityGroupIDs = map[string]pulumi.StringInput{"web": nil}
		}, `ClientSecurityGroupIDs["web"]`, "need a security group's id such as sg-0a1b2c3d, got nothing"},
		"no master": {func(a *searchdomain.DomainArgs) { a.MasterRoleARN = nil }, "MasterRoleARN",
			"need an IAM role's ARN, such as arn:aws:iam::123456789012:role/deployer, got nothing"},
		"master is a user": {func(a *searchdomain.DomainArgs) { a.MasterRoleARN = pulumi.String("arn:aws:iam::123456789012:user/me") }, "MasterRoleARN",
			"need an IAM role's ARN, such as arn:aws:iam::123456789012:role/deployer"},
		"everybody": {func(a *searchdomain.DomainArgs) { a.AccessRoleARNs = pulumi.ToStringArray([]string{"*"}) }, "AccessRoleARNs[0]",
			`need an IAM role's ARN, such as arn:aws:iam::123456789012:role/deployer, got "*"`},
		"key alias": {func(a *searchdomain.DomainArgs) { a.KMSKeyARN = pulumi.String("alias/data") }, "KMSKeyARN", "need a key's full ARN, such as arn:aws:kms:"},
		"no logs policy": {func(a *searchdomain.DomainArgs) { a.LogsPolicyName = nil }, "LogsPolicyName",
			"need the name of a log resource policy, from NewLogsPolicy: letters, digits and ._-, or DisableLogs, got nothing"},
		"logs policy":   {func(a *searchdomain.DomainArgs) { a.LogsPolicyName = pulumi.String("a b") }, "LogsPolicyName", "need the name of a log resource policy"},
		"log retention": {func(a *searchdomain.DomainArgs) { a.LogRetentionDays = 366 }, "LogRetentionDays", "need a number of days that CloudWatch Logs offers: 1, 3, 5,"},
		"no topic": {func(a *searchdomain.DomainArgs) { a.AlarmTopicARN = nil }, "AlarmTopicARN",
			"need a topic's ARN, such as arn:aws:sns:eu-west-1:123456789012:alarms, or DisableAlarms: alarms that tell nobody help nobody, got nothing"},
		"topic": {func(a *searchdomain.DomainArgs) { a.AlarmTopicARN = pulumi.String("alarms") }, "AlarmTopicARN", "need a topic's ARN"},
		"an empty topic": {func(a *searchdomain.DomainArgs) { development(a); a.AlarmTopicARN = pulumi.String("") }, "AlarmTopicARN",
			"need a topic's ARN, such as arn:aws:sns:eu-west-1:123456789012:alarms, got nothing"},
		"window": {func(a *searchdomain.DomainArgs) { a.OffPeakStart = "24:00" }, "OffPeakStart", `need hh:mm in UTC, such as 22:00, got "24:00"`},
	})
}

func TestVersionsThatAreRefused(t *testing.T) {
	t.Parallel()
	const need = "need OpenSearch_MAJOR.MINOR, such as OpenSearch_2.19"
	assertRefused(t, map[string]refusal{
		"none":          {version(""), "EngineVersion", need + ", got nothing"},
		"number":        {version("2.19"), "EngineVersion", need + `, got "2.19"`},
		"major":         {version("OpenSearch_2"), "EngineVersion", need + `, got "OpenSearch_2"`},
		"patch":         {version("OpenSearch_2.19.1"), "EngineVersion", need + `, got "OpenSearch_2.19.1"`},
		"lower case":    {version("opensearch_2.19"), "EngineVersion", need + `, got "opensearch_2.19"`},
		"Elasticsearch": {version("Elasticsearch_7.10"), "EngineVersion", need + "; Elasticsearch is not taken"},
	})
}

func TestNodesThatAreRefused(t *testing.T) {
	t.Parallel()
	count := func(n int) func(*searchdomain.DomainArgs) {
		return func(a *searchdomain.DomainArgs) { a.Data.Count = n }
	}
	masters := func(instance string, n int) func(*searchdomain.DomainArgs) {
		return func(a *searchdomain.DomainArgs) { a.Masters = searchdomain.Masters{InstanceType: instance, Count: n} }
	}
	warm := func(w searchdomain.Warm) func(*searchdomain.DomainArgs) {
		return func(a *searchdomain.DomainArgs) { a.Warm = &w }
	}
	small := func(then func(*searchdomain.DomainArgs)) func(*searchdomain.DomainArgs) {
		return func(a *searchdomain.DomainArgs) { development(a); then(a) }
	}
	assertRefused(t, map[string]refusal{
		"form":         {data("r6g.large", 100), "Data.InstanceType", `need FAMILY.SIZE.search, such as r6g.large.search, got "r6g.large"`},
		"old form":     {data("r6g.large.elasticsearch", 100), "Data.InstanceType", "need FAMILY.SIZE.search"},
		"warm as data": {data("ultrawarm1.medium.search", 100), "Data.InstanceType", "need another family, such as r6g.large.search: UltraWarm nodes are set by Warm"},
		"t2": {small(data("t2.small.search", 10)), "Data.InstanceType",
			`need another family than t2, which has neither encryption nor access control, such as r6g.large.search, got "t2.small.search"`},
		"t3 in production": {data("t3.medium.search", 100), "Data.InstanceType", `need another family than t3 in production, such as r6g.large.search, got "t3.medium.search"`},
		"or1 before 2.11": {func(a *searchdomain.DomainArgs) { data("or1.large.search", 100)(a); version("OpenSearch_2.9")(a) }, "Data.InstanceType",
			`need OpenSearch_2.11 or newer with this family, or another one, got "or1.large.search" with OpenSearch_2.9`},
		"no volume":           {data("", 0), "Data.VolumeGB", "need the GiB of each node's volume, 10 to 24576, got nothing"},
		"small volume":        {data("", 9), "Data.VolumeGB", "need 10 to 24576 with r6g.large.search, got 9"},
		"large volume":        {data("", 24577), "Data.VolumeGB", "need 10 to 24576 with r6g.large.search, got 24577"},
		"t3.small's volume":   {small(data("t3.small.search", 101)), "Data.VolumeGB", "need 10 to 100 with t3.small.search, got 101"},
		"t3.medium's volume":  {small(data("t3.medium.search", 201)), "Data.VolumeGB", "need 10 to 200 with t3.medium.search, got 201"},
		"volume beside disks": {data("i3.large.search", 100), "Data.VolumeGB", "need 0 with i3.large.search, which has disks of its own and takes no volumes, got 100"},
		"r6gd":                {data("r6gd.large.search", 100), "Data.VolumeGB", "need 0 with r6gd.large.search"},
		"im4gn":               {data("im4gn.large.search", 100), "Data.VolumeGB", "need 0 with im4gn.large.search"},
		"IOPS beside disks": {func(a *searchdomain.DomainArgs) {
			a.Data = searchdomain.Data{InstanceType: "oi2.large.search", VolumeIOPS: 3000}
		}, "Data.VolumeIOPS", "need 0 with oi2.large.search"},
		"few IOPS":       {func(a *searchdomain.DomainArgs) { a.Data.VolumeIOPS = 2999 }, "Data.VolumeIOPS", "need 3000 or more, got 2999"},
		"low throughput": {func(a *searchdomain.DomainArgs) { a.Data.VolumeMBPerSecond = 124 }, "Data.VolumeMBPerSecond", "need 125 or more, got 124"},
		"uneven":         {count(4), "Data.Count", "need a multiple of Zones, which are 3, got 4"},
		"negative":       {count(-3), "Data.Count", "need 1 or more, got -3"},
		"two in production": {func(a *searchdomain.DomainArgs) {
			a.Zones, a.SubnetIDs, a.Data.Count = 2, subnets("subnet-a", "subnet-b"), 2
		}, "Data.Count", "need 3 or more in production, got 2"},
		"many t3":         {small(count(11)), "Data.Count", "need 10 or fewer with t3, got 11"},
		"one master":      {masters("m6g.large.search", 1), "Masters.Count", "need 3 or 5, got 1"},
		"master of t2":    {masters("t2.medium.search", 3), "Masters.InstanceType", "need another family than t2"},
		"master of t3":    {masters("t3.medium.search", 3), "Masters.InstanceType", "need another family than t3 in production"},
		"master's form":   {masters("m6g", 3), "Masters.InstanceType", `need FAMILY.SIZE.search, such as m6g.large.search, got "m6g"`},
		"master's disks":  {masters("i3.large.search", 3), "Masters.InstanceType", `need a family without disks of its own, such as m6g.large.search, got "i3.large.search"`},
		"forgotten count": {small(masters("m6g.large.search", 0)), "Masters.Count", "need 3 or 5, got 0"},
		"one warm":        {warm(searchdomain.Warm{Count: 1}), "Warm.Count", "need 2 to 150, got 1"},
		"warm type": {warm(searchdomain.Warm{InstanceType: "r6g.large.search"}), "Warm.InstanceType",
			"need ultrawarm1.medium.search, ultrawarm1.large.search or ultrawarm1.xlarge.search"},
		"warm, no masters": {small(func(a *searchdomain.DomainArgs) { data("m6g.large.search", 10)(a); warm(searchdomain.Warm{})(a) }), "Warm",
			"need dedicated masters: set Masters.Count to 3, got no masters"},
		"warm beside t3": {small(func(a *searchdomain.DomainArgs) { a.Masters.Count = 3; warm(searchdomain.Warm{})(a) }), "Warm",
			`need data nodes of another family than t3, got "t3.small.search"`},
	})
}

func TestNamesThatAreRefused(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Search", "search_1", "search--1", "s.1"} {
		_, err := tryNamed(t, name, nothing)
		require.ErrorContains(t, err, "name: need lower-case letters, digits and single hyphens, beginning with a letter", name)
	}
}

// Everything that is wrong shows at once, whatever it is.
func TestAllMistakesAtOnce(t *testing.T) {
	t.Parallel()
	args := &searchdomain.DomainArgs{
		SubnetIDs: subnets("subnet-a", "subnet-b"), EngineVersion: "2.19", AccessRoleARNs: pulumi.ToStringArray([]string{"*"}),
		ClientSecurityGroupIDs: map[string]pulumi.StringInput{"all": pulumi.String("0.0.0.0/0")},
		Data:                   searchdomain.Data{InstanceType: "t2.small.search", Count: 4, VolumeGB: 5}, Masters: searchdomain.Masters{Count: 2},
		Warm: &searchdomain.Warm{Count: 1}, KMSKeyARN: pulumi.String("data"), OffPeakStart: "noon",
	}
	var fields []string
	for _, problem := range component.FieldErrors(args.Validate()) {
		fields = append(fields, problem.Field)
	}
	assert.ElementsMatch(t, []string{
		"Tags", "VPCID", "SubnetIDs", `ClientSecurityGroupIDs["all"]`, "EngineVersion", "MasterRoleARN", "AccessRoleARNs[0]", "Data.InstanceType", "Data.Count",
		"Masters.Count", "Warm.Count", "LogsPolicyName", "AlarmTopicARN", "KMSKeyARN", "OffPeakStart",
	}, fields)
}

// Each of these is at the edge of what is accepted.
func TestWhatIsAccepted(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*searchdomain.DomainArgs){
		"first version":  version("OpenSearch_1.0"),
		"next version":   version("OpenSearch_3.5"),
		"largest volume": data("", 24576),
		"or1":            data("or1.large.search", 20),
		"i8g":            data("i8g.large.search", 0),
		"no logs":        func(a *searchdomain.DomainArgs) { a.DisableLogs, a.LogsPolicyName, a.LogRetentionDays = true, nil, 0 },
		"ten t3":         func(a *searchdomain.DomainArgs) { development(a); a.Data.Count = 10 },
		"t3 masters": func(a *searchdomain.DomainArgs) {
			development(a)
			a.Masters = searchdomain.Masters{"t3.small.search", 3}
		},
		"three zones in development": func(a *searchdomain.DomainArgs) {
			development(a)
			a.Zones, a.SubnetIDs = 3, subnets("subnet-a", "subnet-b", "subnet-c")
		},
	} {
		_, err := tryNamed(t, "search", change)
		assert.NoError(t, err, name)
	}
}
