package elasticcloud

import (
	"reflect"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/internal/binding"
)

// Keystore is ec:index/deploymentElasticsearchKeystore:DeploymentElasticsearchKeystore: one secure setting of a deployment's
// Elasticsearch. It overwrites a setting of that name which is there already, and cannot be imported.
type Keystore struct {
	pulumi.CustomResourceState

	// AsFile tells that the value is kept as a file.
	AsFile pulumi.BoolOutput `pulumi:"asFile"`
	// DeploymentID is the deployment.
	DeploymentID pulumi.StringOutput `pulumi:"deploymentId"`
	// SettingName is the setting.
	SettingName pulumi.StringOutput `pulumi:"settingName"`
	// Value is the setting's value. Secret.
	Value pulumi.StringOutput `pulumi:"value"`
}

type keystoreArgs struct {
	AsFile       *bool  `pulumi:"asFile"`
	DeploymentID string `pulumi:"deploymentId"`
	SettingName  string `pulumi:"settingName"`
	Value        string `pulumi:"value"`
}

// KeystoreArgs are the inputs of a Keystore.
type KeystoreArgs struct {
	// AsFile keeps the value as a file, as "gcs.client.default.credentials_file" needs it. The default is false. Changed in place.
	AsFile pulumi.BoolPtrInput
	// DeploymentID is the deployment. A change replaces. Required.
	DeploymentID pulumi.StringInput
	// SettingName is the setting, such as "s3.client.default.access_key". A change replaces. Required.
	SettingName pulumi.StringInput
	// Value is the setting's value; a JSON object when AsFile is set. It is always secret. Changed in place. Required.
	Value pulumi.StringInput
}

// ElementType is what the SDK marshals the arguments to.
func (KeystoreArgs) ElementType() reflect.Type { return reflect.TypeFor[keystoreArgs]() }

// NewKeystore registers a secure setting. Its value is secret whatever the program says.
func NewKeystore(ctx *pulumi.Context, name string, args *KeystoreArgs, opts ...pulumi.ResourceOption) (*Keystore, error) {
	const token = "ec:index/deploymentElasticsearchKeystore:DeploymentElasticsearchKeystore"
	args = binding.OrEmpty(args)
	args.Value = binding.SecretText(args.Value)
	var keystore Keystore
	if err := plugin().Register(ctx, token, name, args, &keystore, []string{"value"}, opts); err != nil {
		return nil, err
	}
	return &keystore, nil
}

// Extension is ec:index/deploymentExtension:DeploymentExtension: a bundle of files or a plugin of one's own for Elasticsearch.
type Extension struct {
	pulumi.CustomResourceState

	// Description is the extension's description.
	Description pulumi.StringPtrOutput `pulumi:"description"`
	// DownloadURL is where Elastic took the archive from.
	DownloadURL pulumi.StringPtrOutput `pulumi:"downloadUrl"`
	// ExtensionType is "bundle" or "plugin".
	ExtensionType pulumi.StringOutput `pulumi:"extensionType"`
	// FileHash is the hash of the uploaded archive.
	FileHash pulumi.StringPtrOutput `pulumi:"fileHash"`
	// FilePath is the uploaded archive.
	FilePath pulumi.StringPtrOutput `pulumi:"filePath"`
	// LastModified is when the archive changed last, as RFC 3339 has it.
	LastModified pulumi.StringOutput `pulumi:"lastModified"`
	// Name is the extension's name.
	Name pulumi.StringOutput `pulumi:"name"`
	// Size is that of the archive in bytes.
	Size pulumi.IntOutput `pulumi:"size"`
	// URL is what a cluster's [ElasticsearchExtensionArgs] names.
	URL pulumi.StringOutput `pulumi:"url"`
	// Version is the version of the stack that it is for.
	Version pulumi.StringOutput `pulumi:"version"`
}

type extensionArgs struct {
	Description   *string `pulumi:"description"`
	DownloadURL   *string `pulumi:"downloadUrl"`
	ExtensionType string  `pulumi:"extensionType"`
	FileHash      *string `pulumi:"fileHash"`
	FilePath      *string `pulumi:"filePath"`
	Name          *string `pulumi:"name"`
	Version       string  `pulumi:"version"`
}

// ExtensionArgs are the inputs of an Extension. All changes are made in place; a cluster takes a changed archive at its next plan.
type ExtensionArgs struct {
	// Description is shown in the console. The default is none.
	Description pulumi.StringPtrInput
	// DownloadURL is where Elastic takes the archive from. Give it or FilePath.
	DownloadURL pulumi.StringPtrInput
	// ExtensionType is "bundle", for dictionaries and scripts, or "plugin". Required.
	ExtensionType pulumi.StringInput
	// FileHash is a hash of the archive at FilePath; the archive is uploaded again when it changes.
	FileHash pulumi.StringPtrInput
	// FilePath is an archive to upload, on the machine that runs the program.
	FilePath pulumi.StringPtrInput
	// Name is shown in the console. The default is the logical name with a random ending.
	Name pulumi.StringPtrInput
	// Version is the version of the stack that it is for: exact for a plugin, "8.*" or "*" for a bundle. Required.
	Version pulumi.StringInput
}

// ElementType is what the SDK marshals the arguments to.
func (ExtensionArgs) ElementType() reflect.Type { return reflect.TypeFor[extensionArgs]() }

// NewExtension registers an extension.
func NewExtension(ctx *pulumi.Context, name string, args *ExtensionArgs, opts ...pulumi.ResourceOption) (*Extension, error) {
	var extension Extension
	if err := plugin().Register(ctx, "ec:index/deploymentExtension:DeploymentExtension", name, binding.OrEmpty(args), &extension, nil, opts); err != nil {
		return nil, err
	}
	return &extension, nil
}
