package redis

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/elasticache"
	"github.com/pulumi/pulumi-random/sdk/v4/go/random"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// defaultAccessString admits all keys, all channels and every command that is not marked as dangerous, and gives back
// what clients call for themselves: INFO, and on Redis 6 parts of CLIENT and CLUSTER, which are dangerous there as a whole.
const defaultAccessString = "on ~* &* +@all -@dangerous +info +client|setname +client|getname +client|id" +
	" +cluster|slots +cluster|nodes +cluster|info +cluster|keyslot"

// closedAccessString is for the user named default, which clients without a name are: it is off, and has no command. Keys and
// channels are named because ElastiCache would add what is left out, and the state would not agree.
const closedAccessString = "off ~* &* -@all"

// defaultUserOfTheEngine is who a client is that gives no name. Every user group has to say what it may do.
const defaultUserOfTheEngine = "default"

// userEngine is the engine of users and user groups. Clusters of both engines accept groups of engine redis, and groups of
// engine valkey fit Valkey only, so that this one stays as it is when a cluster becomes Valkey.
const userEngine = string(Redis)

// passwordLength is half of what ElastiCache accepts; letters and digits alone give 380 bits and need no escape in a URL.
const passwordLength = 64

// addUsers makes the application's user, the user without rights that stands for clients without a name, and their group.
func (b *builder) addUsers() error {
	passwords, err := b.passwords()
	if err != nil {
		return err
	}
	app, err := b.user("app-user", b.args.UserName, b.args.AccessString, passwords)
	if err != nil {
		return err
	}
	nobodys, err := b.password("default-password")
	if err != nil {
		return err
	}
	nobody, err := b.user("default-user", defaultUserOfTheEngine, closedAccessString, pulumi.StringArray{nobodys.Result})
	if err != nil {
		return err
	}
	group, err := elasticache.NewUserGroup(b.ctx, b.scope.Name("user-group"), &elasticache.UserGroupArgs{
		UserGroupId: pulumi.String(b.userID("user-group")),
		Engine:      pulumi.String(userEngine),
		UserIds:     pulumi.StringArray{nobody.UserId, app.UserId},
		Tags:        b.args.Tags.AWS(),
	}, b.child()...)
	if err != nil {
		return b.scope.Err("user-group", err)
	}
	b.userGroup, b.cluster.Username = group, app.UserName
	return nil
}

// passwords makes the password of this generation and of the one before, newest first.
func (b *builder) passwords() (pulumi.StringArray, error) {
	var all pulumi.StringArray
	for generation := b.args.PasswordGeneration; generation > 0 && len(all) < 2; generation-- {
		password, err := b.password(fmt.Sprintf("password-%d", generation))
		if err != nil {
			return nil, err
		}
		all = append(all, password.Result)
		if b.currentPassword == nil {
			b.currentPassword = password
		}
	}
	return all, nil
}

func (b *builder) password(role string) (*random.RandomPassword, error) {
	password, err := random.NewRandomPassword(b.ctx, b.scope.Name(role), &random.RandomPasswordArgs{
		Length: pulumi.Int(passwordLength), Special: pulumi.Bool(false),
	}, b.child()...)
	return password, b.scope.Err(role, err)
}

func (b *builder) user(role, name, access string, passwords pulumi.StringArray) (*elasticache.User, error) {
	user, err := elasticache.NewUser(b.ctx, b.scope.Name(role), &elasticache.UserArgs{
		// With the name in it, another name is another user, which can stand beside the old one until the group has changed.
		UserId:       pulumi.String(b.userID(role, name)),
		UserName:     pulumi.String(name),
		Engine:       pulumi.String(userEngine),
		AccessString: pulumi.String(access),
		Passwords:    passwords,
		Tags:         b.args.Tags.AWS(),
	}, b.child()...)
	return user, b.scope.Err(role, err)
}
