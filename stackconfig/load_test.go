package stackconfig_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/stackconfig"
)

func TestLoadFillsEveryKindOfField(t *testing.T) {
	t.Parallel()
	got, err := load[[]instance](t, `[
		{"name": "cache", "memory_gb": 2},
		{"name": "jobs", "memory_gb": 4, "tier": "STANDARD_HA", "replicas": 2, "ratio": 0.25, "active_defrag": true,
		 "snapshot_period": "TWELVE_HOURS", "timeout": "1m", "maintenance": {"day": "SUNDAY"},
		 "labels": {"team": "core"}, "zones": ["c"]}]`)
	require.NoError(t, err)
	twelve := period(12 * time.Hour)
	assert.Equal(t, []instance{
		{Name: "cache", MemoryGB: 2, Tier: "BASIC", Ratio: 0.5, Timeout: 30 * time.Second, Zones: []string{"a", "b"}},
		{
			Name: "jobs", MemoryGB: 4, Tier: "STANDARD_HA", Replicas: 2, Ratio: 0.25, Defrag: true,
			Snapshot: &twelve, Timeout: time.Minute, Window: &window{Day: "SUNDAY", Hour: 3},
			Labels: map[string]string{"team": "core"}, Zones: []string{"c"},
		},
	}, got)
	assert.Zero(t, got[1].hidden, "an unexported field without a tag is left alone")
}

func TestLoadReportsEveryProblemAtOnce(t *testing.T) {
	t.Parallel()
	got, err := load[[]instance](t, `[
		{"name": "cache", "memory_gb": 301, "replicas": 1},
		{"name": "jobs", "memorygb": "two", "tier": "STANDARD", "snapshot_period": "2h",
		 "maintenance": {"day": "SUNDY", "hour": 24}},
		{"name": "cache", "memory_gb": "two"}]`)
	assert.Nil(t, got, "nothing of a refused configuration is returned")
	assert.EqualError(t, err, `stack "staging": config "shop:redis": 10 problems:
  redis[0] "cache": memory_gb: need 1 to 300, got 301
  redis[0] "cache": replicas: need tier STANDARD_HA, got BASIC
  redis[1] "jobs": memory_gb: need 1 to 300, got nothing
  redis[1] "jobs": tier: need BASIC or STANDARD_HA, got "STANDARD", did you mean "STANDARD_HA"?
  redis[1] "jobs": snapshot_period: need 1h or 12h, got "2h"
  redis[1] "jobs": maintenance.day: need SUNDAY or MONDAY, got "SUNDY", did you mean "SUNDAY"?
  redis[1] "jobs": maintenance.hour: need 0 to 23, got 24
  redis[1] "jobs": memorygb: need a known key, did you mean "memory_gb"?
  redis[2] "cache": memory_gb: need an integer, got the string "two"
  redis[2] "cache": name: need a name no other item has, got "cache", as item 0 has`)

	var configErr *stackconfig.Error
	require.ErrorAs(t, err, &configErr)
	assert.Equal(t, "staging", configErr.Stack)
	assert.Equal(t, "shop:redis", configErr.Key)
	last := configErr.Problems[len(configErr.Problems)-1]
	assert.Equal(t, "redis[2].name", last.Path)
	assert.Equal(t, "cache", last.Item)
	var problem stackconfig.Problem
	require.ErrorAs(t, err, &problem)
	assert.Equal(t, "redis[0].memory_gb", problem.Path)
	assert.Equal(t, "1 to 300", problem.Need)
	assert.Equal(t, "301", problem.Got)
}

// one is the item the single-problem cases are about.
func one(member string) string { return `[{"name": "cache", "memory_gb": 2, ` + member + `}]` }

func TestLoadRefuses(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ text, want string }{
		"unknown key": {one(`"Tier": "BASIC"`), `redis[0] "cache": Tier: need a known key, did you mean "tier"?`},
		"unlike any key": {one(`"colour": "red"`), `redis[0] "cache": colour: need a known key: name, memory_gb, tier, replicas, ` +
			`ratio, active_defrag, snapshot_period, timeout, maintenance, labels, zones or password`},
		"unlike any choice":  {one(`"tier": "GOLD"`), `redis[0] "cache": tier: need BASIC or STANDARD_HA, got "GOLD"`},
		"fraction":           {one(`"maintenance": {"day": "SUNDAY", "hour": 1.5}`), `redis[0] "cache": maintenance.hour: need an integer, got the number 1.5`},
		"number for string":  {one(`"tier": 7`), `redis[0] "cache": tier: need a string (put it in quotes), got the number 7`},
		"list for string":    {one(`"tier": []`), `redis[0] "cache": tier: need a string, got a list`},
		"string for boolean": {one(`"active_defrag": "yes"`), `redis[0] "cache": active_defrag: need true or false, got the string "yes"`},
		"string for number":  {one(`"ratio": "half"`), `redis[0] "cache": ratio: need a number, got the string "half"`},
		"below minimum":      {one(`"ratio": 0.05`), `redis[0] "cache": ratio: need 0.1 to 0.9, got 0.05`},
		"too big for type":   {one(`"replicas": 256`), `redis[0] "cache": replicas: need an integer that fits uint8, got the number 256`},
		"negative unsigned":  {one(`"replicas": -1`), `redis[0] "cache": replicas: need an integer of 0 or more, got the number -1`},
		"maximum only":       {one(`"tier": "STANDARD_HA", "replicas": 6`), `redis[0] "cache": replicas: need 5 or less, got 6`},
		"float out of range": {one(`"ratio": 1e999`), `redis[0] "cache": ratio: need a number that fits float64, got the number 1e999`},
		"no duration":        {one(`"timeout": "soon"`), `redis[0] "cache": timeout: need a duration such as 12h or 30m, got the string "soon"`},
		"number as duration": {one(`"timeout": 30`), `redis[0] "cache": timeout: need a duration such as 12h or 30m, got the number 30`},
		"long duration":      {one(`"timeout": "11m"`), `redis[0] "cache": timeout: need 1s to 10m, got 11m`},
		"number as text":     {one(`"snapshot_period": 12`), `redis[0] "cache": snapshot_period: need a string, got the number 12`},
		"list for object":    {one(`"maintenance": []`), `redis[0] "cache": maintenance: need an object, got a list`},
		"object for list":    {one(`"zones": {}`), `redis[0] "cache": zones: need a list, got an object`},
		"required, nested":   {one(`"maintenance": {}`), `redis[0] "cache": maintenance.day: need SUNDAY or MONDAY, got nothing`},
		"required, null":     {one(`"maintenance": {"day": null}`), `redis[0] "cache": maintenance.day: need SUNDAY or MONDAY, got nothing`},
		"element":            {one(`"zones": ["a", "d"]`), `redis[0] "cache": zones[1]: need a, b or c, got "d"`},
		"null element":       {one(`"zones": [null]`), `redis[0] "cache": zones[0]: need a string, got nothing`},
		"element twice":      {one(`"zones": ["a", "b", "a"]`), `redis[0] "cache": zones[2]: need a value no other item has, got "a", as item 0 has`},
		"empty list":         {one(`"zones": []`), `redis[0] "cache": zones: need 1 or more items, got 0`},
		"map value":          {one(`"labels": {"team": 1}`), `redis[0] "cache": labels.team: need a string (put it in quotes), got the number 1`},
		"null map value":     {one(`"labels": {"team": null}`), `redis[0] "cache": labels.team: need a string, got nothing`},
		"map value pattern":  {one(`"labels": {"a.b": "B2"}`), `redis[0] "cache": labels["a.b"]: need text that matches ^[a-z]+$, got "B2"`},
		"map too long":       {one(`"labels": {"a": "a", "b": "b", "c": "c"}`), `redis[0] "cache": labels: need 2 or fewer entries, got 3`},
		"key twice":          {one(`"tier": "BASIC", "tier": "BASIC"`), `redis[0] "cache": tier: need the key once, got it more than once`},
		"map key twice":      {one(`"labels": {"a": "a", "a": "b"}`), `redis[0] "cache": labels.a: need the key once, got it more than once`},
		"plain secret": {one(`"password": "hunter2222"`), `redis[0] "cache": password: need a secure value, ` +
			`set with pulumi config set --stack staging --secret --path 'shop:redis[0].password', got [secret]`},
		"null item":      {`[null]`, `redis[0]: need an object, got nothing`},
		"not a list":     {`{"name": "cache"}`, `redis: need a list of objects, got an object`},
		"bare text":      {`cache`, `redis: need a list of objects, got the string "cache"`},
		"number":         {`7`, `redis: need a list of objects, got the number 7`},
		"null":           {`null`, `redis: need a list of objects, got nothing`},
		"two values":     {`[] []`, `redis: need valid JSON, got text after the end of the value`},
		"long bare text": {strings.Repeat("x", 200), `redis: need a list of objects, got the string "` + strings.Repeat("x", 40) + `"…`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := load[[]instance](t, tc.text)
			assert.Equal(t, []string{tc.want}, problems(t, err))
		})
	}
}

func TestLoadRefusesBrokenJSON(t *testing.T) {
	t.Parallel()
	for _, text := range []string{`[`, `[{"name"`, `[{"name": }]`, `{"a": 1,}`, `[1 2]`} {
		_, err := load[[]instance](t, text)
		assert.Contains(t, strings.Join(problems(t, err), "\n"), "redis: need valid JSON, got ", text)
	}
	_, err := load[[]instance](t, strings.Repeat("[", 100000))
	assert.Equal(t, []string{"redis: need valid JSON, got more than 200 levels of nesting"}, problems(t, err))
}

func TestLoadMissingKeySaysWhatToAdd(t *testing.T) {
	t.Parallel()
	err := withConfig(nil, nil, func(ctx *pulumi.Context) error {
		_, err := stackconfig.Load[[]instance](ctx, "redis")
		assert.EqualError(t, err, `stack "staging": config "shop:redis": redis: need a list of objects under "shop:redis" in the config: of Pulumi.staging.yaml, got nothing`)
		var configErr *stackconfig.Error
		assert.ErrorAs(t, err, &configErr)

		_, err = stackconfig.Load[string](ctx, "gcp:region")
		assert.EqualError(t, err, `stack "staging": config "gcp:region": region: need a string under "gcp:region" in the config: of Pulumi.staging.yaml, got nothing`)

		optional, err := stackconfig.Load[*[]instance](ctx, "redis")
		assert.NoError(t, err)
		assert.Nil(t, optional)
		return nil
	})
	require.NoError(t, err)
}

func TestLoadReadsTheNamespaceOfTheKey(t *testing.T) {
	t.Parallel()
	err := withConfig(map[string]string{"gcp:region": "europe-west1", "shop:region": "none"}, nil, func(ctx *pulumi.Context) error {
		region, err := stackconfig.Load[string](ctx, "gcp:region")
		assert.NoError(t, err)
		assert.Equal(t, "europe-west1", region)
		return nil
	})
	require.NoError(t, err)
}

func checkScalar[T any](t *testing.T, text string, want T) {
	t.Helper()
	got, err := load[T](t, text)
	require.NoError(t, err)
	assert.Equal(t, want, got)
}

func TestLoadReadsScalarsFromBareText(t *testing.T) {
	t.Parallel()
	checkScalar(t, "two words", "two words")
	checkScalar(t, "7", "7")
	checkScalar(t, "null", "null")
	checkScalar(t, "7", 7)
	checkScalar(t, "2.0", 2)
	checkScalar(t, "1e3", int64(1000))
	checkScalar(t, "9223372036854775807", int64(9223372036854775807))
	checkScalar(t, "18446744073709551615", uint64(18446744073709551615))
	checkScalar(t, "0.25", 0.25)
	checkScalar(t, "true", true)
	checkScalar(t, "90m", 90*time.Minute)
	checkScalar(t, "12h", period(12*time.Hour))
	seven := 7
	checkScalar(t, "7", &seven)
	checkScalar(t, `["a"]`, []string{"a"})
	checkScalar(t, `{"a": 1}`, map[string]int{"a": 1})
	checkScalar(t, `{"a": {"day": "SUNDAY", "hour": 1}}`, map[string]window{"a": {"SUNDAY", 1}})

	type ratio struct {
		Share float32 `yaml:"share" validate:"min=0.1,max=0.9"`
	}
	checkScalar(t, `{"share": 0.9}`, ratio{0.9})

	_, err := load[int](t, "seven")
	assert.Equal(t, []string{`redis: need an integer, got the string "seven"`}, problems(t, err))
	_, err = load[int](t, "9007199254740993.0")
	assert.Equal(t, []string{`redis: need an integer, got the number 9007199254740993.0`}, problems(t, err))
	_, err = load[int64](t, "9223372036854775808")
	assert.Equal(t, []string{`redis: need an integer that fits int64, got the number 9223372036854775808`}, problems(t, err))
	_, err = load[bool](t, "yes")
	assert.Equal(t, []string{`redis: need true or false, got the string "yes"`}, problems(t, err))
}

type alarms struct {
	Topic   string `yaml:"topic" required:"true"`
	Percent int    `yaml:"percent" default:"80"`
}

type base struct {
	Owner string `yaml:"owner" required:"true"`
}

type service struct {
	base
	Alarms alarms  `yaml:"alarms"`
	Budget *alarms `yaml:"budget"`
	Skip   func()  `yaml:"-"`
}

func TestLoadReadsGroups(t *testing.T) {
	t.Parallel()
	got, err := load[service](t, `{"owner": "core", "alarms": {"topic": "t"}}`)
	require.NoError(t, err)
	assert.Equal(t, service{base: base{"core"}, Alarms: alarms{"t", 80}}, got)

	_, err = load[service](t, `{}`)
	assert.Equal(t, []string{"redis.owner: need a string, got nothing", "redis.alarms.topic: need a string, got nothing"}, problems(t, err),
		"an absent struct has its required keys; an absent pointer has none")
}

var errUnreachable = errors.New("an error of the type's own")

type strictList []window

func (l strictList) Validate() error {
	if len(l) > 1 {
		return errors.Join(errUnreachable, stackconfig.Problem{Path: "[1].day", Need: "one window", Got: "two"},
			stackconfig.Problem{Need: "one window", DidYouMean: "SUNDAY"})
	}
	return nil
}

func TestLoadCallsValidate(t *testing.T) {
	t.Parallel()
	_, err := load[strictList](t, `[{"day": "SUNDAY"}, {"day": "MONDAY"}]`)
	assert.Equal(t, []string{
		"redis: an error of the type's own",
		"redis[1].day: need one window, got two",
		`redis: need one window, did you mean "SUNDAY"?`,
	}, problems(t, err))
	require.ErrorIs(t, err, errUnreachable)

	_, err = load[strictList](t, `[{"day": "SUNDAY"}, {"day": 1}]`)
	assert.Equal(t, []string{"redis[1].day: need a string (put it in quotes), got the number 1"}, problems(t, err),
		"Validate does not see values that could not be read")

	_, err = load[[]instance](t, `[{"name": "cache", "memory_gb": 0, "replicas": 1}]`)
	assert.Equal(t, []string{
		`redis[0] "cache": memory_gb: need 1 to 300, got 0`,
		`redis[0] "cache": replicas: need tier STANDARD_HA, got BASIC`,
	}, problems(t, err), "a broken rule does not keep Validate from being called")
}

type group struct {
	Members []struct {
		Name string `yaml:"name"`
		Port int    `yaml:"port"`
	} `yaml:"members" validate:"unique=port,len=2"`
	Quorum *int     `yaml:"quorum" validate:"oneof=3|5"`
	Hosts  []string `yaml:"hosts" validate:"len=0..1,pattern=^[a-z]{1,3}$"`
}

func TestLoadRulesOfLists(t *testing.T) {
	t.Parallel()
	_, err := load[group](t, `{"members": [{"name": "a", "port": 80}, {"name": "b", "port": 80.0}], "quorum": 5}`)
	assert.Equal(t, []string{`redis.members[1] "b": port: need a port no other item has, got 80.0, as item 0 has`}, problems(t, err))

	_, err = load[group](t, `{"members": [{"port": 80}], "quorum": 4, "hosts": ["abcd", "x"]}`)
	assert.Equal(t, []string{
		"redis.members: need exactly 2 items, got 1",
		"redis.quorum: need 3 or 5, got 4",
		"redis.hosts: need 0 to 1 items, got 2",
		`redis.hosts[0]: need text that matches ^[a-z]{1,3}$, got "abcd"`,
	}, problems(t, err))
}
