namespace Multiprocessing.Data;

/// <summary>One call of a user's delegate, as a struct: so that one code serves all forms of delegates, and none allocates.</summary>
internal interface IGuardedCall<T>
    where T : unmanaged
{
    void Run(ref T value);
}
