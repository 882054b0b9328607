using System.CommandLine;

namespace Multiprocessing.Cli.Managers;

/// <summary>What the commands that use a server have in common: how it is found, the authkey, and what each failure is to the shell.</summary>
internal sealed class Session
{
    private readonly Argument<string> _address = new("address") { Description = "The server: unix:PATH, tcp://HOST:PORT, or tcp+plain://HOST:PORT on this machine." };
    private readonly Option<string?> _authkeyFile = new("--authkey-file") { Description = "The server's authkey. Default: the file that mp serve leaves beside its socket, if there is one." };

    /// <summary>Adds what every such command takes, before its own.</summary>
    internal void AddTo(Command command)
    {
        command.Add(_address);
        command.Add(_authkeyFile);
    }

    /// <summary>Connects, works, and turns failures into a line and an exit code.</summary>
    internal async Task<int> RunAsync(ParseResult parsed, Func<Manager, CancellationToken, Task<int>> work, CancellationToken token)
    {
        string address = parsed.GetRequiredValue(_address);
        Manager manager;
        try
        {
            manager = await ConnectAsync(address, parsed.GetValue(_authkeyFile), token);
        }
        catch (Exception e) when (e is ManagerAuthenticationException or ServerBusyException or UnauthorizedAccessException)
        {
            return Fail(e, ExitCodes.Refused);
        }
        catch (Exception e) when (e is ManagerException or IOException)
        {
            return Fail(e, ExitCodes.NotReachable);
        }
        catch (ArgumentException e)
        {
            return Fail(e, ExitCodes.Usage);
        }

        await using (manager)
        {
            try
            {
                return await work(manager, token);
            }
            catch (Exception e) when (e is UnauthorizedAccessException or PermissionDeniedException or ServerBusyException)
            {
                return Fail(e, ExitCodes.Refused);
            }
            catch (ConnectionLostException e)
            {
                return Fail(e, ExitCodes.NotReachable);
            }
            catch (OperationCanceledException) when (token.IsCancellationRequested)
            {
                return ExitCodes.Done;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // Whatever the member threw there arrives here as itself.
                return Fail(e, ExitCodes.Failed);
            }
        }
    }

    internal static int Fail(Exception error, int code)
    {
        Console.Error.WriteLine($"mp: {error.Message}");
        return code;
    }

    /// <summary>Plain TCP is read by anybody on the way: the tool speaks it on this machine alone.</summary>
    internal static bool IsLoopback(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) && (uri.Host is "localhost" || (System.Net.IPAddress.TryParse(uri.Host.Trim('[', ']'), out System.Net.IPAddress? ip) && System.Net.IPAddress.IsLoopback(ip)));

    private static async Task<Manager> ConnectAsync(string address, string? authkeyFile, CancellationToken token)
    {
        if (authkeyFile is null && ServerPlace.AuthkeyFileOf(address) is var usual && File.Exists(usual)) authkeyFile = usual;
        Authkey? authkey = authkeyFile is null ? null : Authkey.FromFile(authkeyFile);
        return await Manager.ConnectAsync(address, authkey, new ManagerOptions { AllowPlaintext = IsLoopback(address) }, token);
    }
}
