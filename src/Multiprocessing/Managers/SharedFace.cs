namespace Multiprocessing.Managers;

/// <summary>
/// What stands between the users of a ready-made object and the object: the object knows bytes, whoever it serves; the face knows their types, and does at the client what need not be done at the server.
/// </summary>
/// <param name="Wrap">Makes the face of an object, or of a proxy of one.</param>
/// <param name="Unwrap">The object, or its proxy, behind a face.</param>
internal sealed record SharedFace(Func<object, object> Wrap, Func<object, object> Unwrap)
{
    /// <summary>The face of an object, the same as long as the object, or its proxy, lives.</summary>
    /// <exception cref="InvalidOperationException">It has been used with other types.</exception>
    internal object Of(object target, SharedContract contract)
    {
        if (target is not IFaced faced) return Wrap(target);
        lock (faced)
        {
            if (target is SharedProxy proxy) proxy.Target.SeenAs = contract;
            object face = faced.Face ??= Wrap(target);
            return contract.Type.IsInstanceOfType(face) ? face : throw Errors.FaceOfOtherType(target, face.GetType(), contract.Type);
        }
    }
}
