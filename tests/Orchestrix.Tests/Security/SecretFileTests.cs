using Microsoft.Extensions.Configuration;
using Orchestrix.Errors;
using Orchestrix.Security.Secrets;

namespace Orchestrix.Tests.Security;

/// <summary>Where a secret may be, and what is said when it is not there.</summary>
public sealed class SecretFileTests : IDisposable
{
    private const string Setting = "ConnectionStrings:Orchestrix";
    private const string Secret = "Host=db;Password=s3cret-word";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orchestrix-secret-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_setting_has_its_value_or_that_of_the_file_that_is_named()
    {
        Assert.Null(Find());
        Assert.Null(Find((Setting, ""), ($"{Setting}File", "")));
        Assert.Equal(Secret, Find((Setting, Secret)));
        Assert.Equal(Secret, Find(($"{Setting}File", Write($"{Secret}\r\n\n"))));
        Assert.Equal(Secret, Find((Setting, ""), ($"{Setting}File", Write($"\uFEFF{Secret}"))));
        var longest = new string('x', SecretFile.MaxBytes);
        Assert.Equal(longest, Find(($"{Setting}File", Write(longest))));
    }

    [Fact]
    public void Both_are_refused_whatever_they_hold() => Refused(
        "are both set", (Setting, Secret), ($"{Setting}File", Write(Secret)));

    [Theory]
    [InlineData("", "is empty")]
    [InlineData(" \n", "is empty")]
    [InlineData("long", "has more than 65536 bytes")]
    public void A_file_that_holds_no_secret_is_refused(string text, string message) => Refused(
        message,
        ($"{Setting}File", Write(text == "long" ? Secret.PadRight(SecretFile.MaxBytes + 1) : text)));

    [Fact]
    public void A_file_that_is_not_there_or_is_none_is_named()
    {
        Refused("cannot be read", ($"{Setting}File", Path.Combine(_folder.FullName, "nothing")));
        Refused("cannot be read", ($"{Setting}File", _folder.FullName));
    }

    [Theory]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void A_file_that_others_may_change_or_every_user_may_read_is_refused(UnixFileMode mode)
    {
        // Windows has no such modes.
        if (OperatingSystem.IsWindows())
            return;
        var path = Write(Secret);
        // Through a link as well: what counts is the file.
        var link = Path.Combine(_folder.FullName, "link");
        File.CreateSymbolicLink(link, path);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | mode);
        Refused($"every user of this machine may read {path}", ($"{Setting}File", path));
        Refused($"every user of this machine may read {link}", ($"{Setting}File", link));
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
        Refused($"chmod g-w {path}", ($"{Setting}File", path));
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Assert.Equal(Secret, Find(($"{Setting}File", link)));
    }

    private static string? Find(params (string Name, string Value)[] settings) => SecretFile.Find(
        new ConfigurationBuilder().AddInMemoryCollection(
            settings.Select(static one => KeyValuePair.Create(one.Name, (string?)one.Value))).Build(),
        Setting);

    private static void Refused(string message, params (string Name, string Value)[] settings)
    {
        var refused = Assert.Throws<ConfigurationException>(() => Find(settings));
        Assert.Contains($"{Setting}File", refused.Message, StringComparison.Ordinal);
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", refused.ToString(), StringComparison.Ordinal);
    }

    private string Write(string text)
    {
        var path = Path.Combine(_folder.FullName, Guid.NewGuid().ToString("N"));
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }
}
