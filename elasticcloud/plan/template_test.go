package plan_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/elasticcloud/plan"
)

func TestTemplates(t *testing.T) {
	t.Parallel()
	rendered(t, "index_template", `{
		"index_patterns": ["metrics-shop-*", "metrics-store"], "data_stream": {"hidden": true}, "composed_of": ["base", "metrics@custom"],
		"priority": 300, "version": 4, "_meta": {"team": "shop"},
		"template": {
			"settings": {"index.number_of_shards": 2}, "mappings": {"properties": {"price": {"type": "double"}}}, "aliases": {"prices": {}},
			"lifecycle": {"data_retention": "30d"}
		}
	}`, plan.IndexTemplate{
		Name: "shop", IndexPatterns: []string{"metrics-shop-*", "metrics-store"}, DataStream: &plan.DataStream{Hidden: true},
		ComposedOf: []string{"base", "metrics@custom"}, Priority: 300, Version: 4, Meta: map[string]any{"team": "shop"},
		Template: plan.Template{
			Settings:  map[string]any{"index.number_of_shards": 2},
			Mappings:  map[string]any{"properties": map[string]any{"price": map[string]any{"type": "double"}}},
			Aliases:   map[string]any{"prices": map[string]any{}},
			Lifecycle: &plan.DataStreamLifecycle{DataRetention: "30d"},
		},
	})
	rendered(t, "index_template", `{"index_patterns": ["a"], "priority": 500, "template": {}}`,
		plan.IndexTemplate{Name: "a", IndexPatterns: []string{"a"}})
	rendered(t, "component_template", `{"template": {"settings": {"index.codec": "best_compression"}}, "version": 2, "_meta": {"a": 1}}`,
		plan.ComponentTemplate{
			Name: "logs@custom", Version: 2, Meta: map[string]any{"a": 1},
			Template: plan.Template{Settings: map[string]any{"index.codec": "best_compression"}},
		})
	rendered(t, "data_stream_lifecycle", `{"data_retention": "90d", "downsampling": [
		{"after": "1d", "fixed_interval": "10m"}, {"after": "7d", "fixed_interval": "1h"}
	]}`, plan.DataStreamLifecycle{DataRetention: "90d", Downsampling: []plan.DownsamplingRound{
		{After: "1d", FixedInterval: "10m"}, {After: "7d", FixedInterval: "1h"},
	}})
}

func TestTemplatesThatAreRefused(t *testing.T) {
	t.Parallel()
	_, err := plan.IndexTemplate{
		Name: "A", ComposedOf: []string{"Base"}, Priority: 200,
		Template: plan.Template{
			Settings: map[string]any{
				"number_of_shards": 1, "index.number_of_shards": 0, "index.number_of_replicas": -1, "index.lifecycle.name": "logs",
			},
			Lifecycle: &plan.DataStreamLifecycle{},
		},
	}.JSON()
	refused(t, "IndexTemplate", err,
		`Name: need lower-case letters, digits, dots, hyphens and underscores, beginning with a letter or digit, 200 at most, got "A"`,
		"IndexPatterns: need one name or pattern or more, got nothing",
		`ComposedOf[0]: need lower-case letters, digits, dots, hyphens, underscores and @, beginning with a letter or digit, 200 at most, got "Base"`,
		"Priority: need 201 or more: those up to 200 belong to built-in templates, got 200",
		`Template.Settings: need full names of settings, such as index.codec, got "number_of_shards"`,
		"Template.Settings: need index.number_of_shards of 1 to 1024, got 0",
		"Template.Settings: need index.number_of_replicas of 0 or more, got -1",
		`Template.Lifecycle: need either a lifecycle or the policy index.lifecycle.name, which would win, got "both"`,
		"Template.Lifecycle.DataRetention: need how long data stays, a whole number and d, h, m, s, ms, micros or nanos, such as 30d, got nothing",
		"DataStream: need a data stream for Template.Lifecycle, got nothing",
	)
	refused(t, "IndexTemplate", plan.IndexTemplate{
		Name: "a", IndexPatterns: []string{"a"}, DataStream: &plan.DataStream{},
		Template: plan.Template{Settings: map[string]any{"index.lifecycle.rollover_alias": "a"}},
	}.Validate(),
		`Template.Settings: need no index.lifecycle.rollover_alias: a data stream has no alias to roll over, got "index.lifecycle.rollover_alias"`)
	_, err = plan.ComponentTemplate{Name: "a b"}.JSON()
	refused(t, "ComponentTemplate", err,
		`Name: need lower-case letters, digits, dots, hyphens, underscores and @, beginning with a letter or digit, 200 at most, got "a b"`,
		"Template: need settings, mappings, aliases or a lifecycle, got nothing")
}

func TestPatterns(t *testing.T) {
	t.Parallel()
	validate := func(pattern string) error {
		return plan.IndexTemplate{Name: "a", IndexPatterns: []string{pattern}}.Validate()
	}
	for _, pattern := range []string{"logs-*-*", "a", ".hidden", "1*", "*-orders"} {
		require.NoError(t, validate(pattern), pattern)
	}
	for _, pattern := range []string{
		"", "*", "**", "Logs-*", "-logs", "_logs", "+logs", ".ds-logs", ".", "..", "a b", "a,b", "a#b", "a:b", `a\b`, "a/b", "a?", `a"b`, "a<b", "a>b", "a|b",
		string(make([]byte, 256)),
	} {
		require.Error(t, validate(pattern), pattern)
	}
}

func TestLifecyclesThatAreRefused(t *testing.T) {
	t.Parallel()
	round := func(after, interval plan.Duration) plan.DownsamplingRound {
		return plan.DownsamplingRound{After: after, FixedInterval: interval}
	}
	_, err := plan.DataStreamLifecycle{DataRetention: "0d", Downsampling: []plan.DownsamplingRound{
		round("x", "1h"), round("1d", "1h"), round("1d", "2h"), round("2d", "2h"), round("3d", "3h"), round("4d", "0h"),
	}}.JSON()
	refused(t, "DataStreamLifecycle", err,
		`DataRetention: need how long data stays, a whole number and d, h, m, s, ms, micros or nanos, such as 30d, got "0d"`,
		`Downsampling[0]: need After and FixedInterval: a whole number and d, h, m, s, ms, micros or nanos, such as 30d, got "x" and "1h"`,
		`Downsampling[2].After: need later than the round before, got "1d"`,
		`Downsampling[3].FixedInterval: need a multiple of the interval of the round before, got "2h"`,
		`Downsampling[4].FixedInterval: need a multiple of the interval of the round before, got "3h"`,
		`Downsampling[5]: need After and FixedInterval: a whole number and d, h, m, s, ms, micros or nanos, such as 30d, got "4d" and "0h"`,
	)
	rounds := make([]plan.DownsamplingRound, 0, 11)
	interval := 1
	for day := range 11 {
		rounds = append(rounds, round(plan.Days(day), plan.Days(interval)))
		interval *= 2
	}
	refused(t, "DataStreamLifecycle", plan.DataStreamLifecycle{DataRetention: "1d", Downsampling: rounds}.Validate(), "Downsampling: need 10 rounds or fewer, got 11")
}
