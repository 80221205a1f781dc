package redis

import (
	"github.com/pulumi/pulumi-command/sdk/go/command/local"
	gcpredis "github.com/pulumi/pulumi-gcp/sdk/v7/go/gcp/redis"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// roleSnapshots is the role of the command that switches snapshots on.
const roleSnapshots = "snapshots"

// enableSnapshots never changes: values come through the environment and are always quoted, so a name cannot become code.
const enableSnapshots = `gcloud redis instances update "$INSTANCE" --project="$PROJECT" --region="$REGION"` +
	` --persistence-mode="$MODE" --rdb-snapshot-period="$PERIOD" --quiet`

// persistenceConfig always sends mode and period together: a mode without a period shows a difference on every preview.
// Via Gcloud it sends nothing.
func (args *InstanceArgs) persistenceConfig() gcpredis.InstancePersistenceConfigPtrInput {
	s := args.Snapshots
	if s.Via == Gcloud {
		return nil
	}
	config := &gcpredis.InstancePersistenceConfigArgs{
		PersistenceMode:      pulumi.String("RDB"),
		RdbSnapshotPeriod:    pulumi.String(s.Period),
		RdbSnapshotStartTime: text(s.StartTime),
	}
	if s.Disable {
		config.PersistenceMode = pulumi.String("DISABLED")
	}
	return config
}

// addSnapshotCommand runs gcloud once, again when a value changes (create is repeated where there is no update), and again
// for a recreated instance, whose creation time differs. There is no delete command: it would run after everything else and
// switch off what the instance's own settings have just switched on. There are no triggers for the same reason.
func (b *builder) addSnapshotCommand() error {
	if b.args.Snapshots.Via != Gcloud {
		return nil
	}
	names := b.args.Snapshots.Period.names()
	redis := b.instance.Redis
	_, err := local.NewCommand(b.ctx, b.scope.Name(roleSnapshots), &local.CommandArgs{
		Create: pulumi.String(enableSnapshots),
		Environment: pulumi.StringMap{
			"INSTANCE":   redis.Name,
			"PROJECT":    redis.Project,
			"REGION":     redis.Region,
			"MODE":       pulumi.String("rdb"),
			"PERIOD":     pulumi.String(names.gcloud),
			"GENERATION": redis.CreateTime,
		},
	}, b.scope.Child(pulumi.DeletedWith(redis))...)
	return b.scope.Err(roleSnapshots, err)
}
