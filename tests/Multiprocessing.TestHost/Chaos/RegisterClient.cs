using Multiprocessing.Testing.Linearizability;

namespace Multiprocessing.TestHost.Chaos;

/// <summary>Reads, writes and exchanges a number. A call with a token is a read: a write that is cancelled on its way may have been made.</summary>
internal sealed class RegisterClient : ChaosClient
{
    private readonly ISharedValue<long> _register;
    private long _seen;

    internal RegisterClient(Manager manager, string folder, int number)
        : base(folder, number) => _register = Make(() => manager.CreateValue(0L, "register"), () => manager.Get<ISharedValue<long>>("register"));

    private protected override void Step()
    {
        long value = NextOperand();
        switch (Random.Next(4))
        {
            case 0:
                long read = Call(RegisterModel.Read, 0, token => Wait(_register.GetAsync(token)));
                if (read != Cancelled) _seen = read;
                break;
            case 1:
                _seen = Call(RegisterModel.Read, 0, _ => _register.Value);
                break;
            case 2:
                Call(RegisterModel.Write, value, _ =>
                {
                    _register.Value = value;
                    return 0;
                });
                break;
            default:
                Call(RegisterModel.Exchange, RegisterModel.Pair(_seen, value), _ => _register.TryUpdate(value, _seen) ? 1 : 0);
                break;
        }
    }
}
