package main

import (
	"errors"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/gcp/redis"
	"github.com/groundwork-go/groundwork/stackconfig"
	"github.com/groundwork-go/groundwork/tagging"
)

// Item is one entry of the list gcp-redis:redis.
//
// What a field accepts by itself stands in its tags, so that it is reported beside a misspelt key and offered by editors.
// What depends on other fields is left to the block, see Validate.
type Item struct {
	Name                    string                `yaml:"name" required:"true" validate:"len=1..40,unique"`
	Tier                    redis.Tier            `yaml:"tier" validate:"oneof=BASIC|STANDARD_HA"`
	MemoryGB                int                   `yaml:"memory_gb" required:"true" validate:"min=1,max=300"`
	RedisVersion            redis.Version         `yaml:"redis_version" required:"true" validate:"oneof=REDIS_3_2|REDIS_4_0|REDIS_5_0|REDIS_6_X|REDIS_7_0|REDIS_7_2"`
	MaxMemoryPolicy         redis.MaxMemoryPolicy `yaml:"max_memory_policy"`
	ActiveDefrag            bool                  `yaml:"active_defrag"`
	RedisConfigs            map[string]string     `yaml:"redis_configs"`
	MaintenanceWindowDay    redis.Day             `yaml:"maintenance_window_day" validate:"oneof=MONDAY|TUESDAY|WEDNESDAY|THURSDAY|FRIDAY|SATURDAY|SUNDAY"`
	MaintenanceStartHours   int                   `yaml:"maintenance_start_hours" validate:"min=0,max=23"`
	MaintenanceStartMinutes int                   `yaml:"maintenance_start_minutes" validate:"min=0,max=59"`
	PersistenceEnabled      bool                  `yaml:"persistence_enabled" default:"true"`
	SnapshotPeriod          string                `yaml:"snapshot_period" validate:"oneof=ONE_HOUR|1h|SIX_HOURS|6h|TWELVE_HOURS|12h|TWENTY_FOUR_HOURS|24h"`
	ReplicaCount            int                   `yaml:"replica_count"`
	ReadReplicas            bool                  `yaml:"read_replicas"`
	TransitEncryption       bool                  `yaml:"transit_encryption" default:"true"`
	AuthorizedNetwork       string                `yaml:"authorized_network"`
	KMSKeyName              string                `yaml:"kms_key_name"`
	Export                  *ItemExport           `yaml:"export"`
}

// ItemExport switches the off-site export of an item on.
type ItemExport struct {
	Schedule      string `yaml:"schedule"`
	Location      string `yaml:"location"`
	RetentionDays int    `yaml:"retention_days"`
}

// Shared holds what is the same for every instance of the stack.
type Shared struct {
	Tags     tagging.Set
	Protect  bool
	Channels []string
}

// args turns the item into the block's arguments. The item's name is the instance's name: people and scripts know it by that.
func (i *Item) args(shared Shared) *redis.InstanceArgs {
	args := &redis.InstanceArgs{
		Tags:            shared.Tags,
		Name:            i.Name,
		Tier:            i.Tier,
		MemoryGB:        i.MemoryGB,
		RedisVersion:    i.RedisVersion,
		MaxMemoryPolicy: i.MaxMemoryPolicy,
		ActiveDefrag:    i.ActiveDefrag,
		RedisConfigs:    i.RedisConfigs,
		Maintenance: redis.Maintenance{
			Day: i.MaintenanceWindowDay, Hour: i.MaintenanceStartHours, Minute: i.MaintenanceStartMinutes,
		},
		Snapshots:                redis.Snapshots{Period: i.period(), Disable: !i.PersistenceEnabled},
		ReplicaCount:             i.ReplicaCount,
		ReadReplicas:             i.ReadReplicas,
		AuthorizedNetwork:        input(i.AuthorizedNetwork),
		KMSKeyName:               input(i.KMSKeyName),
		DisableTransitEncryption: !i.TransitEncryption,
		DisableProtection:        !shared.Protect,
	}
	for _, channel := range shared.Channels {
		args.NotificationChannels = append(args.NotificationChannels, pulumi.String(channel))
	}
	if i.Export != nil {
		args.Export = &redis.Export{Schedule: i.Export.Schedule, Location: i.Export.Location, RetentionDays: i.Export.RetentionDays}
	}
	return args
}

// period leaves what it cannot read as it is, to be refused.
func (i *Item) period() redis.SnapshotPeriod {
	if period, ok := redis.ParseSnapshotPeriod(i.SnapshotPeriod); ok {
		return period
	}
	return redis.SnapshotPeriod(i.SnapshotPeriod)
}

func input(s string) pulumi.StringInput {
	if s == "" {
		return nil
	}
	return pulumi.String(s)
}

// Validate lets the block look at the item as a whole and reports what it finds under the keys of the list.
func (i *Item) Validate() error {
	words := strings.NewReplacer("RedisVersion", "redis_version", "MemoryGB", "memory_gb", "ReadReplicas", "read_replicas")
	var problems []error
	for _, p := range component.FieldErrors(i.args(Shared{}).Validate()) {
		if !i.reported(p.Field) {
			problems = append(problems, stackconfig.Problem{Path: yamlPath(p.Field), Need: words.Replace(p.Need), Got: p.Got})
		}
	}
	return errors.Join(problems...)
}

// reported is true for what the tags of the fields report, and for the stack's tags, which are not the item's business.
func (i *Item) reported(field string) bool {
	switch field {
	case "Tags", "Tier", "MemoryGB", "RedisVersion", "Maintenance.Hour", "Maintenance.Minute", "Snapshots.Period":
		return true
	case "Name":
		return len(i.Name) == 0 || len(i.Name) > 40
	case "Maintenance.Day":
		return i.MaintenanceWindowDay != ""
	default:
		return false
	}
}

// yamlPath finds the key for a field of the block, also for an element such as RedisConfigs["timeout"].
func yamlPath(field string) string {
	names := map[string]string{
		"Name": "name", "MaxMemoryPolicy": "max_memory_policy", "ActiveDefrag": "active_defrag", "RedisConfigs": "redis_configs",
		"Maintenance.Day": "maintenance_window_day", "ReplicaCount": "replica_count", "ReadReplicas": "read_replicas",
		"AuthorizedNetwork": "authorized_network", "KMSKeyName": "kms_key_name", "Export.Schedule": "export.schedule",
		"Export.Location": "export.location", "Export.RetentionDays": "export.retention_days",
	}
	path, element, found := strings.Cut(field, "[")
	if name, ok := names[path]; ok {
		path = name
	}
	if found {
		path += "[" + element
	}
	return path
}
